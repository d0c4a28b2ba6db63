// Films made here are looked at with an independent eye: ffprobe, of the Debian package ffmpeg.

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/ids.hpp"
#include "base/testing.hpp"
#include "base/time.hpp"
#include "live/recording/av.hpp"
#include "live/recording/recorder.hpp"
#include "live/recording/still.hpp"

namespace lissom::live {
namespace {

namespace fs = std::filesystem;

// A JPEG of one grey.
std::string jpeg(int width, int height, int grey)
{
    EXPECT_TRUE(av::load());
    const auto* codec = av::ff().avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    const av::Codec context(av::ff().avcodec_alloc_context3(codec));
    context->width = width;
    context->height = height;
    context->pix_fmt = AV_PIX_FMT_YUVJ420P;
    context->time_base = {1, 25};
    EXPECT_EQ(av::ff().avcodec_open2(context.get(), codec, nullptr), 0);
    const av::Picture picture(av::ff().av_frame_alloc());
    picture->width = width;
    picture->height = height;
    picture->format = AV_PIX_FMT_YUVJ420P;
    EXPECT_EQ(av::ff().av_frame_get_buffer(picture.get(), 0), 0);
    for (int plane = 0; plane < 3; ++plane)
        std::fill_n(
            picture->data[plane],
            picture->linesize[plane] * (plane == 0 ? height : height / 2),
            static_cast<std::uint8_t>(plane == 0 ? grey : 128)
        );
    const av::Packet packet(av::ff().av_packet_alloc());
    EXPECT_EQ(av::ff().avcodec_send_frame(context.get(), picture.get()), 0);
    EXPECT_EQ(av::ff().avcodec_receive_packet(context.get(), packet.get()), 0);
    return {reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size)};
}

std::string output_of(const std::string& command)
{
    std::string output;
    auto* pipe = ::popen(command.c_str(), "r");
    if (!pipe) return output;
    std::array<char, 4096> buffer{};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), count);
    const int status = ::pclose(pipe);
    EXPECT_EQ(WEXITSTATUS(status), 0) << command;
    return output;
}

struct RecordingTest : ::testing::Test {
    RecordingTest() { fs::create_directories(folder); }
    ~RecordingTest() override { fs::remove_all(folder); }

    // The values of these entries, one a line.
    std::string probe(const std::string& what) const
    {
        return output_of("ffprobe -v error " + what + " -of default=nw=1:nk=1 " + files.film.string());
    }
    double duration() const { return std::stod("0" + probe("-show_entries format=duration")); }

    std::string bytes() const
    {
        std::ifstream file(files.film, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    // Grey of the film at a time.
    int grey_at(double seconds, int x = 640, int y = 360) const
    {
        const auto filters = "fps=50,select=gte(t\\," + std::to_string(seconds) +
                             "),crop=2:2:" + std::to_string(x) + ":" + std::to_string(y);
        const auto raw = output_of(
            "ffmpeg -v error -i " + files.film.string() + " -vf '" + filters +
            "' -frames:v 1 -f rawvideo -pix_fmt gray -"
        );
        return raw.empty() ? -1 : static_cast<unsigned char>(raw[0]);
    }

    // Width and height of a JPEG, one a line.
    std::string shape_of(const std::string& picture) const
    {
        const auto file = folder / "still.jpg";
        std::ofstream(file, std::ios::binary) << picture;
        return output_of(
            "ffprobe -v error -show_entries stream=width,height -of default=nw=1:nk=1 " + file.string()
        );
    }

    fs::path folder = fs::temp_directory_path() / ("lissom-recording-" + random_id(8));
    FilmFiles files{folder / "task.mp4"};
    boost::asio::io_context loop{1};
    boost::asio::thread_pool encoders{1};
};

TEST_F(RecordingTest, AFilmKeepsTheTimesOfItsPictures)
{
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    ASSERT_TRUE(encoder);
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 40), {}, 90));
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 120), {}, 1'500));
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 220), {}, 1'610));
    ASSERT_TRUE((*encoder)->finish(7'300));
    ASSERT_TRUE(make_film(files));

    EXPECT_NEAR(duration(), 7.3, 0.05);
    EXPECT_EQ(
        probe("-select_streams v -show_entries stream=codec_name,width,height,pix_fmt"),
        "h264\n1280\n720\nyuv420p\n"
    );
    EXPECT_EQ(probe("-select_streams v -show_entries packet=pts_time"), "0.000000\n1.500000\n1.610000\n");
    EXPECT_LT(grey_at(1.4), 60);
    EXPECT_NEAR(grey_at(1.55), 120, 25);
    EXPECT_GT(grey_at(5), 190);
}

// Of this process, in octets.
std::int64_t resident()
{
    std::ifstream file("/proc/self/statm");
    std::int64_t all = 0;
    std::int64_t pages = 0;
    file >> all >> pages;
    return pages * ::sysconf(_SC_PAGESIZE);
}

TEST_F(RecordingTest, HoursTakeNoMoreMemoryThanMinutes)
{
#if __has_feature(address_sanitizer)
    GTEST_SKIP() << "AddressSanitizer keeps what was freed";
#endif
    constexpr int pictures = 6'000;
    constexpr std::int64_t gap_ms = 2'000;
    constexpr std::int64_t most_growth = 6 << 20;
    const std::array shades{jpeg(320, 180, 60), jpeg(320, 180, 200)};
    auto encoder = Encoder::open(files.fragments(), {320, 180});
    ASSERT_TRUE(encoder);

    std::int64_t early = 0;
    for (int i = 0; i < pictures; ++i) {
        ASSERT_TRUE((*encoder)->show(shades[static_cast<std::size_t>(i % 2)], {}, i * gap_ms));
        if (i == pictures / 10) early = resident();
    }
    const auto late = resident();
    ASSERT_TRUE((*encoder)->finish(pictures * gap_ms));
    ASSERT_TRUE(make_film(files));

    EXPECT_LT(late - early, most_growth);
    EXPECT_LT(resident() - early, most_growth) << "also putting the index in front holds no film in memory";
    EXPECT_NEAR(duration(), static_cast<double>(pictures * gap_ms) / 1000, 0.1);
}

TEST_F(RecordingTest, TheIndexStandsInFrontAndNothingElseIsLeft)
{
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 40), {}, 0));
    ASSERT_TRUE((*encoder)->finish(100));
    ASSERT_TRUE(make_film(files));

    const auto film = bytes();
    EXPECT_LT(film.find("moov"), film.find("mdat"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(RecordingTest, AnIndexThatHasNoRoomInFrontIsPutThereAllTheSame)
{
    auto encoder = Encoder::open(files.fragments(), {64, 48});
    const auto picture = jpeg(64, 48, 40);
    std::int64_t at_ms = 0;
    // Of uneven times, or the index would be short.
    for (int i = 0; i < 1'000; ++i) ASSERT_TRUE((*encoder)->show(picture, {}, at_ms += 1 + i % 2));
    ASSERT_TRUE((*encoder)->finish(at_ms + 100));
    ASSERT_TRUE(make_film(files));

    const auto film = bytes();
    EXPECT_LT(film.find("moov"), film.find("mdat"));
    EXPECT_NEAR(duration(), 1.6, 0.05);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(RecordingTest, StepsAreASubtitleTrack)
{
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 40), {}, 0));
    ASSERT_TRUE(append_caption(files, {500, 6'500, "1. click: clicked\nbutton \"Save\""}));
    ASSERT_TRUE(append_caption(files, {2'000, 4'000, "2. fill: wrote “Zürich”"}));
    ASSERT_TRUE((*encoder)->finish(5'000));
    ASSERT_TRUE(make_film(files));

    EXPECT_EQ(probe("-select_streams s -show_entries stream=codec_name"), "mov_text\n");
    const auto text = output_of("ffmpeg -v error -i " + files.film.string() + " -map 0:s -f srt -");
    // ffmpeg writes the font down too.
    const auto plain = std::regex_replace(text, std::regex("<[^>]*>"), "");
    EXPECT_EQ(
        plain.substr(0, plain.find_last_not_of('\n') + 1),
        "1\n00:00:00,500 --> 00:00:02,000\n1. click: clicked button \"Save\"\n\n"
        "2\n00:00:02,000 --> 00:00:04,000\n2. fill: wrote “Zürich”"
    );
    EXPECT_NEAR(duration(), 5, 0.05);
}

TEST_F(RecordingTest, WhatACrashLeftBecomesAFilm)
{
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    for (int second = 0; second < 10; ++second)
        ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 40 + 20 * second), {}, second * 1'000LL));
    // As the disk has it when the server dies now.
    const FilmFiles left{folder / "left" / "task.mp4"};
    fs::create_directories(left.film.parent_path());
    fs::copy_file(files.fragments(), left.fragments());
    ASSERT_TRUE(append_caption(left, {500, 2'000, "1. click"}));

    EXPECT_EQ(rescue_films(left.film.parent_path()), 1u);

    files = left;
    EXPECT_GT(duration(), 6);
    EXPECT_EQ(probe("-select_streams s -show_entries stream=codec_name"), "mov_text\n");
    EXPECT_FALSE(fs::exists(left.fragments()));
}

TEST_F(RecordingTest, FragmentsWithoutAPictureAreNoFilm)
{
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 40), {}, 0));
    // The server dies before the first fragment is full.
    const FilmFiles left{folder / "left" / "task.mp4"};
    fs::create_directories(left.film.parent_path());
    fs::copy_file(files.fragments(), left.fragments());

    EXPECT_EQ(rescue_films(left.film.parent_path()), 0u);

    EXPECT_TRUE(fs::is_empty(left.film.parent_path()));
}

TEST_F(RecordingTest, FragmentsThatAreNoFilmAreRemoved)
{
    std::ofstream(files.fragments()) << "nonsense";

    EXPECT_EQ(rescue_films(folder), 0u);

    EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(RecordingTest, OldFilmsGoAndYoungOnesStay)
{
    for (const auto* name : {"old.mp4", "old_too.mp4.sealed", "young.mp4"})
        std::ofstream(folder / name) << "film";
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(49);
    for (const auto* name : {"old.mp4", "old_too.mp4.sealed"}) fs::last_write_time(folder / name, long_ago);

    EXPECT_EQ(remove_films(folder, std::chrono::hours(48)), 2u);

    EXPECT_FALSE(fs::exists(folder / "old.mp4"));
    EXPECT_FALSE(fs::exists(folder / "old_too.mp4.sealed"));
    EXPECT_TRUE(fs::exists(folder / "young.mp4"));
}

TEST_F(RecordingTest, APictureOfAnotherShapeIsFittedIn)
{
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    ASSERT_TRUE((*encoder)->show(jpeg(400, 720, 200), {}, 0));
    ASSERT_TRUE((*encoder)->finish(1'000));
    ASSERT_TRUE(make_film(files));

    EXPECT_GT(grey_at(0, 640, 360), 150);
    EXPECT_LT(grey_at(0, 20, 360), 30);
}

TEST_F(RecordingTest, ThePointerAndItsClicksAreDrawn)
{
    Marks marks;
    marks.has_pointer = true;
    marks.x = 300;
    marks.y = 200;
    auto encoder = Encoder::open(files.fragments(), {1280, 720});
    ASSERT_TRUE((*encoder)->show(jpeg(1280, 720, 40), marks, 0));
    ASSERT_TRUE((*encoder)->finish(1'000));
    ASSERT_TRUE(make_film(files));

    EXPECT_GT(grey_at(0, 304, 210), 120);  // inside the arrow it is white
    EXPECT_LT(grey_at(0, 290, 190), 70);
}

TEST_F(RecordingTest, ARecorderFilmsInRealTime)
{
    Recorder recorder(loop.get_executor(), encoders, files, {.size = {1280, 720}});
    const auto began = moment();
    const auto dark = std::make_shared<const std::string>(jpeg(1280, 720, 40));
    const auto bright = std::make_shared<const std::string>(jpeg(1280, 720, 220));
    run_to_end(loop, [](Recorder& its, auto first, auto second) -> Async<void> {
        its.take({first, 1280, 720, moment()});
        co_await pause(Millis(400));
        its.tell("1. click: clicked", Millis(100));
        its.take({second, 1280, 720, moment()});
        co_await pause(Millis(400));
    }(recorder, dark, bright));
    const auto lasted = seconds_since(began);

    EXPECT_TRUE(await(loop, recorder.finish()));

    EXPECT_NEAR(duration(), lasted, 0.2);
    EXPECT_LT(grey_at(0.2), 70);
    EXPECT_GT(grey_at(lasted - 0.1), 190);
    EXPECT_EQ(probe("-select_streams s -show_entries stream=codec_name"), "mov_text\n");
}

TEST_F(RecordingTest, PicturesThatComeTooFastAreLeftOutAndTheLastIsKept)
{
    Recorder recorder(loop.get_executor(), encoders, files, {.size = {1280, 720}});
    const auto dark = std::make_shared<const std::string>(jpeg(1280, 720, 40));
    const auto bright = std::make_shared<const std::string>(jpeg(1280, 720, 220));
    for (int i = 0; i < 500; ++i) recorder.take({dark, 1280, 720, moment()});
    recorder.take({bright, 1280, 720, moment()});
    run_to_end(loop, pause(Millis(300)));

    EXPECT_TRUE(await(loop, recorder.finish()));

    EXPECT_GT(grey_at(duration() - 0.1), 190);
    const auto packets = probe("-select_streams v -show_entries packet=pts_time");
    EXPECT_LT(std::ranges::count(packets, '\n'), 10);
}

TEST_F(RecordingTest, WithoutAPictureThereIsNoFilm)
{
    Recorder recorder(loop.get_executor(), encoders, files, {.size = {1280, 720}});

    EXPECT_FALSE(await(loop, recorder.finish()));

    EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(RecordingTest, AStillIsSmallAndOfTheSameShape)
{
    const auto large = jpeg(1280, 720, 90);
    const auto still = small_still(large, 640);
    const auto upright = small_still(jpeg(1170, 2532, 90), 640);
    const auto tiny = small_still(jpeg(320, 180, 90), 640);

    ASSERT_TRUE(still);
    EXPECT_EQ(shape_of(*still), "640\n360\n");
    EXPECT_EQ(shape_of(*upright), "640\n1384\n");
    EXPECT_EQ(shape_of(*tiny), "320\n180\n");
    EXPECT_LT(still->size(), large.size());
}

TEST_F(RecordingTest, WhatIsNoPictureGivesNoStill)
{
    EXPECT_FALSE(small_still("", 640));
    EXPECT_FALSE(small_still("<html>", 640));
    EXPECT_FALSE(small_still(jpeg(1280, 720, 90).substr(0, 100), 640));
}

}  // namespace
}  // namespace lissom::live
