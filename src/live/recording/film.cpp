#include "live/recording/film.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/log.hpp"
#include "base/try.hpp"
#include "live/recording/av.hpp"

namespace lissom::live {
namespace {

namespace fs = std::filesystem;

// Room for the index, which stands in front but is known at the end: of a film that came as fast as a
// recorder lets it, with all its captions. Where it is too small, everything behind the index has to be
// moved.
constexpr std::int64_t index_base = 4'096;      // octets
constexpr std::int64_t index_per_picture = 48;  // its time, size, place, and whether it stands alone
constexpr std::int64_t index_per_caption = 96;  // as above, and the gap before it
constexpr std::int64_t most_pictures_a_second = 10;

constexpr AVRational milliseconds{1, 1000};
constexpr AVRational microseconds{1, AV_TIME_BASE};  // of a file's duration

// Three GPP TS 26.245, 5.16: text below, centred, white, of one font.
constexpr std::array<std::uint8_t, 48> text_description = {
    0, 0,    0, 0,                                            // display flags
    1, 0xFF,                                                  // centred, at the bottom
    0, 0,    0, 0,                                            // no background
    0, 0,    0, 0,   0,   0,   0,   0,                        // the box is the whole picture
    0, 0,    0, 0,   0,   1,   0,   18,  255, 255, 255, 255,  // style: font 1, 18 pixels, white
    0, 0,    0, 18,  'f', 't', 'a', 'b', 0,   1,              // one font:
    0, 1,    5, 'S', 'e', 'r', 'i', 'f',                      // its number and its name
};

std::vector<Caption> read_captions(const fs::path& file, std::int64_t end_ms)
{
    std::vector<Caption> captions;
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream parts(line);
        Caption caption;
        if (!(parts >> caption.from_ms >> caption.to_ms)) continue;
        std::getline(parts >> std::ws, caption.text);
        captions.push_back(std::move(caption));
    }
    // One at a time: a caption ends where the next begins.
    std::ranges::sort(captions, {}, &Caption::from_ms);
    for (std::size_t i = 0; i < captions.size(); ++i)
        captions[i].to_ms =
            std::min(captions[i].to_ms, i + 1 < captions.size() ? captions[i + 1].from_ms : end_ms);
    std::erase_if(captions, [](const Caption& caption) { return caption.to_ms <= caption.from_ms; });
    return captions;
}

AVStream* add_text_stream(AVFormatContext& output)
{
    auto* stream = av::ff().avformat_new_stream(&output, nullptr);
    auto& facts = *stream->codecpar;
    facts.codec_type = AVMEDIA_TYPE_SUBTITLE;
    facts.codec_id = AV_CODEC_ID_MOV_TEXT;
    facts.extradata =
        static_cast<std::uint8_t*>(av::ff().av_mallocz(text_description.size() + AV_INPUT_BUFFER_PADDING_SIZE)
        );
    std::memcpy(facts.extradata, text_description.data(), text_description.size());
    facts.extradata_size = static_cast<int>(text_description.size());
    stream->time_base = milliseconds;
    av::ff().av_dict_set(&stream->metadata, "language", "eng", 0);
    av::ff().av_dict_set(&stream->metadata, "handler_name", "Steps", 0);
    return stream;
}

Done write_caption(AVFormatContext& output, const AVStream& stream, const Caption& caption)
{
    const auto size = std::min<std::size_t>(caption.text.size(), 0xFFFF);
    const av::Packet packet(av::ff().av_packet_alloc());
    if (!packet || av::ff().av_new_packet(packet.get(), static_cast<int>(size + 2)) < 0)
        return Error{ErrorCode::unavailable, "no memory for a caption"};
    packet->data[0] = static_cast<std::uint8_t>(size >> 8);
    packet->data[1] = static_cast<std::uint8_t>(size & 0xFF);
    std::memcpy(packet->data + 2, caption.text.data(), size);
    packet->stream_index = stream.index;
    packet->pts = packet->dts = caption.from_ms;
    packet->duration = caption.to_ms - caption.from_ms;
    packet->flags |= AV_PKT_FLAG_KEY;
    av::ff().av_packet_rescale_ts(packet.get(), milliseconds, stream.time_base);
    if (const int code = av::ff().av_interleaved_write_frame(&output, packet.get()); code < 0)
        return av::failed("cannot write a caption", code);
    return {};
}

Done write_picture(AVFormatContext& output, AVPacket& packet, AVRational time_base)
{
    av::ff().av_packet_rescale_ts(&packet, time_base, output.streams[0]->time_base);
    packet.pos = -1;
    if (const int code = av::ff().av_interleaved_write_frame(&output, &packet); code < 0)
        return av::failed("cannot write the film", code);
    return {};
}

Result<av::Input> open_fragments(const fs::path& file)
{
    TRY_DONE(av::load());
    AVFormatContext* opened = nullptr;
    if (const int code = av::ff().avformat_open_input(&opened, file.c_str(), nullptr, nullptr); code < 0)
        return av::failed("cannot read the recording", code);
    av::Input input(opened);
    if (const int code = av::ff().avformat_find_stream_info(opened, nullptr); code < 0)
        return av::failed("cannot read the recording", code);
    if (input->nb_streams != 1) return Error{ErrorCode::unavailable, "the recording has no picture"};
    return input;
}

std::int64_t room_for_index(const AVFormatContext& input, std::size_t captions)
{
    const auto seconds = input.duration / AV_TIME_BASE + 1;
    return index_base + seconds * most_pictures_a_second * index_per_picture +
           static_cast<std::int64_t>(captions) * index_per_caption;
}

enum class Index { into_its_room, before_all_else };

Done copy_film(
    AVFormatContext& input,
    AVFormatContext& output,
    const std::vector<Caption>& captions,
    Index index
)
{
    auto* video = av::ff().avformat_new_stream(&output, nullptr);
    av::ff().avcodec_parameters_copy(video->codecpar, input.streams[0]->codecpar);
    video->codecpar->codec_tag = 0;
    video->time_base = input.streams[0]->time_base;
    const auto* text = captions.empty() ? nullptr : add_text_stream(output);
    AVDictionary* options = nullptr;
    if (index == Index::into_its_room)
        av::ff().av_dict_set_int(&options, "moov_size", room_for_index(input, captions.size()), 0);
    else
        av::ff().av_dict_set(&options, "movflags", "faststart", 0);
    const int begun = av::ff().avformat_write_header(&output, &options);
    av::ff().av_dict_free(&options);
    if (begun < 0) return av::failed("cannot begin the film", begun);

    auto next = captions.begin();
    bool has_picture = false;
    av::Packet held;
    for (;;) {
        av::Packet packet(av::ff().av_packet_alloc());
        const bool is_end = av::ff().av_read_frame(&input, packet.get()) < 0;
        // Fragments say when a picture comes, not how long it stays.
        if (held) {
            const auto until =
                is_end ? av::ff().av_rescale_q(input.duration, microseconds, input.streams[0]->time_base)
                       : packet->pts;
            held->duration = std::max<std::int64_t>(1, until - held->pts);
            const auto at_ms = av::ff().av_rescale_q(held->pts, input.streams[0]->time_base, milliseconds);
            for (; next != captions.end() && next->from_ms <= at_ms; ++next)
                TRY_DONE(write_caption(output, *text, *next));
            TRY_DONE(write_picture(output, *held, input.streams[0]->time_base));
            has_picture = true;
        }
        if (is_end) break;
        held = std::move(packet);
    }
    if (!has_picture) return Error{ErrorCode::unavailable, "the recording has no picture"};
    for (; next != captions.end(); ++next) TRY_DONE(write_caption(output, *text, *next));
    if (const int code = av::ff().av_write_trailer(&output); code < 0)
        return av::failed("cannot end the film", code);
    return {};
}

Done write_film(const FilmFiles& files, const fs::path& into, Index index)
{
    TRY(const auto input, open_fragments(files.fragments()));
    TRY(const auto output, av::create_mp4(into.string()));
    const auto end_ms = av::ff().av_rescale_q(input->duration, microseconds, milliseconds);
    return copy_film(*input, *output, read_captions(files.captions(), end_ms), index);
}

// Sealed or not.
bool is_film(const fs::path& file)
{
    return file.extension() == ".mp4" || file.filename().string().ends_with(".mp4.sealed");
}

}  // namespace

Done append_caption(const FilmFiles& files, const Caption& caption)
{
    auto text = caption.text;
    std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
    std::ofstream file(files.captions(), std::ios::app);
    file << caption.from_ms << ' ' << caption.to_ms << ' ' << text << '\n';
    if (!file.flush()) return Error{ErrorCode::unavailable, "cannot write a caption"};
    return {};
}

Done make_film(const FilmFiles& files)
{
    const fs::path unfinished = files.film.string() + ".new";
    std::error_code ec;
    auto made = write_film(files, unfinished, Index::into_its_room);
    if (!made) made = write_film(files, unfinished, Index::before_all_else);
    if (!made) {
        fs::remove(unfinished, ec);
        return made;
    }
    fs::rename(unfinished, files.film, ec);
    if (ec) return Error{ErrorCode::unavailable, "cannot put the film in its place: " + ec.message()};
    fs::remove(files.fragments(), ec);
    fs::remove(files.captions(), ec);
    return {};
}

std::size_t remove_films(const fs::path& folder, std::chrono::seconds age)
{
    const auto oldest = fs::file_time_type::clock::now() - age;
    std::vector<fs::path> old;
    std::error_code ec;
    for (fs::directory_iterator entry(folder, ec), end; !ec && entry != end; entry.increment(ec)) {
        std::error_code unknown;
        const auto written = entry->last_write_time(unknown);
        if (!unknown && is_film(entry->path()) && written < oldest) old.push_back(entry->path());
    }
    for (const auto& film : old) fs::remove(film, ec);
    return old.size();
}

std::size_t rescue_films(const fs::path& folder)
{
    std::vector<FilmFiles> found;
    std::error_code ec;
    for (fs::directory_iterator entry(folder, ec), end; !ec && entry != end; entry.increment(ec))
        if (entry->path().extension() == ".part")
            found.push_back({fs::path(entry->path()).replace_extension()});
    std::size_t count = 0;
    for (const auto& files : found) {
        const auto made = make_film(files);
        if (made) ++count;
        // Fragments that are no film now will never be one.
        if (!made) log::warn("a recording was lost", {{"file", files.film.filename().string()}});
        for (const auto& rest : {files.fragments(), files.captions(), fs::path(files.film.string() + ".new")})
            fs::remove(rest, ec);
    }
    return count;
}

}  // namespace lissom::live
