#include "egress/identities.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

namespace lissom::egress {
namespace {

// A p12 file as people have them: a certificate with its key, behind a password.
std::string make_p12(const char* password)
{
    auto* key = EVP_EC_gen("P-256");
    auto* certificate = X509_new();
    auto* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("lena"), -1, -1, 0
    );
    X509_set_issuer_name(certificate, name);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    auto* p12 = PKCS12_create(password, "lena", key, certificate, nullptr, 0, 0, 0, 0, 0);
    unsigned char* octets = nullptr;
    const int size = i2d_PKCS12(p12, &octets);
    std::string result(reinterpret_cast<const char*>(octets), static_cast<std::size_t>(size));
    OPENSSL_free(octets);
    PKCS12_free(p12);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return result;
}

std::string refusal(std::string bytes, std::string password)
{
    const auto opened = Identities::open(std::vector<Pkcs12>{{std::move(bytes), std::move(password)}});
    return opened ? "" : opened.error().message;
}

TEST(IdentitiesTest, AreOpenedWithTheirPassword)
{
    EXPECT_EQ(refusal(make_p12("open sesame"), "open sesame"), "");
    EXPECT_EQ(refusal(make_p12(""), ""), "");
}

TEST(IdentitiesTest, SayWhatIsWrongWithTheFile)
{
    EXPECT_EQ(refusal(make_p12("right"), "wrong"), "certificates[0]: the password is wrong");
    EXPECT_EQ(refusal(make_p12("right"), ""), "certificates[0]: the password is wrong");
    EXPECT_EQ(refusal("no archive", ""), "certificates[0]: \"file\" is no PKCS #12 (.p12, .pfx) file");
    EXPECT_NE(refusal("", ""), "");
}

TEST(IdentitiesTest, EverySessionHasAKeyOfItsOwnForItsBrowser)
{
    const std::vector<Pkcs12> files{{make_p12("x"), "x"}};

    const auto one = (*Identities::open(files))->fingerprint();
    const auto other = (*Identities::open(files))->fingerprint();

    EXPECT_EQ(one.size(), 44u);  // SHA-256 in base64
    EXPECT_NE(one, other);
}

}  // namespace
}  // namespace lissom::egress
