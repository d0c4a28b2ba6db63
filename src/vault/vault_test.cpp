#include "vault/vault.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "vault/file.hpp"

namespace lissom::vault {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view secret = "0123456789abcdef0123456789abcdef";

std::shared_ptr<const Vault> a_vault() { return *Vault::with(secret); }

struct FileTest : testing::TestWithParam<std::size_t> {
    fs::path folder = fs::temp_directory_path() / ("lissom-vault-test-" + std::to_string(getpid()));
    fs::path path = folder / "sealed";

    FileTest() { fs::create_directories(folder); }
    ~FileTest() override { fs::remove_all(folder); }

    static std::string text_of(std::size_t size)
    {
        std::string text(size, '\0');
        for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 + i / 251);
        return text;
    }

    Done write(std::string_view text) const
    {
        auto writer = FileWriter::create(*a_vault(), "anna", path);
        // In pieces that fit no chunk.
        for (std::size_t at = 0; at < text.size(); at += 10'007)
            if (auto done = writer->write(text.substr(at, 10'007)); !done) return done;
        return writer->finish();
    }

    static Result<std::string> read_all(const FileReader& reader)
    {
        std::string all;
        while (all.size() < reader.size()) {
            auto part = reader.read(all.size());
            if (!part) return part;
            all += *part;
        }
        return all;
    }

    std::string bytes() const
    {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put(std::string_view text) const { std::ofstream(path, std::ios::binary) << text; }
};

TEST(VaultTest, OpensWhatItSealedForTheSameOwner)
{
    const auto sealed = a_vault()->seal("anna", "session=abc");
    EXPECT_TRUE(Vault::is_sealed(sealed));
    EXPECT_EQ(sealed.find("session"), std::string::npos);
    EXPECT_EQ(*a_vault()->open("anna", sealed), "session=abc");
    EXPECT_NE(sealed, a_vault()->seal("anna", "session=abc")) << "the same twice must not look the same";
}

TEST(VaultTest, OpensNothingForAnotherOwnerKeyOrText)
{
    const auto vault = a_vault();
    auto sealed = vault->seal("anna", "session=abc");
    EXPECT_FALSE(vault->open("ben", sealed));
    EXPECT_FALSE(Vault::temporary()->open("anna", sealed));
    EXPECT_FALSE(vault->open("anna", "[]"));
    sealed[sealed.size() - 6] = sealed[sealed.size() - 6] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(vault->open("anna", sealed));
}

TEST(VaultTest, TakesNoKeyThatCanBeGuessed)
{
    const auto vault = Vault::with("secret");
    ASSERT_FALSE(vault);
    EXPECT_NE(vault.error().message.find("openssl rand"), std::string::npos) << "it says how to make one";
}

TEST_P(FileTest, IsReadAsItWasWritten)
{
    const auto text = text_of(GetParam());
    ASSERT_TRUE(write(text));
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto reader = FileReader::open(*a_vault(), "anna", path);
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->size(), text.size());
    EXPECT_EQ(*read_all(*reader), text);
    if (text.size() > 70'000) EXPECT_EQ(reader->read(70'000)->substr(0, 50), text.substr(70'000, 50));
    EXPECT_EQ(*reader->read(text.size()), "");
}

INSTANTIATE_TEST_SUITE_P(Sizes, FileTest, testing::Values(0, 1, 65'535, 65'536, 65'537, 131'072, 300'000));

TEST_F(FileTest, CutShortSwappedOrChangedItDoesNotOpen)
{
    ASSERT_TRUE(write(text_of(200'000)));
    const auto whole = bytes();
    constexpr std::size_t head = 32, chunk = 65'536 + 16;
    const auto opens = [&](const std::string& text) {
        put(text);
        const auto reader = FileReader::open(*a_vault(), "anna", path);
        return reader && read_all(*reader).has_value();
    };
    ASSERT_TRUE(opens(whole));
    EXPECT_FALSE(opens(whole.substr(0, head + 2 * chunk))) << "without its last chunks";
    EXPECT_FALSE(opens(whole.substr(0, whole.size() - 1)));
    EXPECT_FALSE(opens(
        whole.substr(0, head) + whole.substr(head + chunk, chunk) + whole.substr(head, chunk) +
        whole.substr(head + 2 * chunk)
    ));
    auto changed = whole;
    changed[head + 5] = static_cast<char>(changed[head + 5] ^ 1);
    EXPECT_FALSE(opens(changed));
    put(whole);
    const auto others = FileReader::open(*a_vault(), "ben", path);
    ASSERT_TRUE(others);
    EXPECT_FALSE(others->read(0));
}

TEST_F(FileTest, TakesThePlaceOfThePlainOne)
{
    const auto plain = folder / "film.mp4";
    const auto text = text_of(100'000);
    std::ofstream(plain, std::ios::binary) << text;
    ASSERT_TRUE(seal_file(*a_vault(), "anna", plain, path));
    EXPECT_FALSE(fs::exists(plain));
    EXPECT_TRUE(is_sealed_file(path));
    EXPECT_EQ(*read_all(*FileReader::open(*a_vault(), "anna", path)), text);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1) << "nothing half made stays";
}

}  // namespace
}  // namespace lissom::vault
