#include "live/recording/encoder.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <optional>
#include <utility>

#include "base/try.hpp"
#include "live/recording/av.hpp"

namespace lissom::live {
namespace {

// Players seek to key frames: one at least every so often where there are pictures at all.
constexpr std::int64_t key_interval_ms = 5'000;
// What a crash costs at most.
constexpr auto fragment_us = "2000000";
constexpr AVRational milliseconds{1, 1000};

struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// Where a picture of another shape lies in the film. Even numbers: colours come in twos.
Box fit(int width, int height, PictureSize into)
{
    const auto scale =
        std::min(static_cast<double>(into.width) / width, static_cast<double>(into.height) / height);
    Box box;
    box.width = std::min(into.width, std::max(2, static_cast<int>(std::lround(width * scale)) & ~1));
    box.height = std::min(into.height, std::max(2, static_cast<int>(std::lround(height * scale)) & ~1));
    // A pixel or two of rounding is no other shape.
    if (into.width - box.width <= 4) box.width = into.width;
    if (into.height - box.height <= 4) box.height = into.height;
    box.x = (into.width - box.width) / 2 & ~1;
    box.y = (into.height - box.height) / 2 & ~1;
    return box;
}

Result<av::Codec> open_decoder()
{
    const auto* codec = av::ff().avcodec_find_decoder(AV_CODEC_ID_MJPEG);
    av::Codec context(av::ff().avcodec_alloc_context3(codec));
    if (!context) return Error{ErrorCode::unavailable, "FFmpeg reads no JPEG here"};
    context->thread_count = 1;
    if (const int code = av::ff().avcodec_open2(context.get(), codec, nullptr); code < 0)
        return av::failed("cannot read JPEG", code);
    return context;
}

Result<av::Codec> open_x264(PictureSize size)
{
    const auto* codec = av::ff().avcodec_find_encoder_by_name("libx264");
    av::Codec context(codec ? av::ff().avcodec_alloc_context3(codec) : nullptr);
    if (!context) return Error{ErrorCode::unavailable, "FFmpeg has no libx264 here"};
    context->width = size.width;
    context->height = size.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = milliseconds;
    context->framerate = {10, 1};  // for its thrift alone; the times say when
    context->gop_size = 250;
    context->max_b_frames = 0;
    context->thread_count = 1;
    context->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    // As Chromium's JPEGs are, and said so, or players guess by the size.
    context->color_range = AVCOL_RANGE_MPEG;
    context->colorspace = AVCOL_SPC_SMPTE170M;
    context->color_primaries = AVCOL_PRI_BT709;
    context->color_trc = AVCOL_TRC_IEC61966_2_1;
    AVDictionary* options = nullptr;
    av::ff().av_dict_set(&options, "preset", "superfast", 0);
    av::ff().av_dict_set(&options, "crf", "28", 0);
    av::ff().av_dict_set(&options, "forced-idr", "1", 0);
    // Without looking ahead each picture comes out at once, and nothing piles up.
    av::ff().av_dict_set(&options, "x264-params", "rc-lookahead=0:sync-lookahead=0:mbtree=0", 0);
    const int code = av::ff().avcodec_open2(context.get(), codec, &options);
    av::ff().av_dict_free(&options);
    if (code < 0) return av::failed("cannot encode H.264", code);
    return context;
}

class FfmpegEncoder final : public Encoder {
public:
    static Result<std::unique_ptr<Encoder>> open(const std::filesystem::path& file, PictureSize size)
    {
        TRY_DONE(av::load());
        auto made = std::make_unique<FfmpegEncoder>();
        made->size_ = size;
        TRY(made->decoder_, open_decoder());
        TRY(made->x264_, open_x264(size));
        TRY(made->output_, av::create_mp4(file.string()));
        TRY_DONE(made->begin());
        return made;
    }

    Done show(const std::string& jpeg, const Marks& marks, std::int64_t at_ms) override
    {
        if (!decode(jpeg)) return {};
        return encode(marks, at_ms);
    }

    Done show_again(const Marks& marks, std::int64_t at_ms) override
    {
        return has_picture_ ? encode(marks, at_ms) : Done();
    }

    Done finish(std::int64_t at_ms) override
    {
        if (!has_picture_) return Error{ErrorCode::unavailable, "there was no picture"};
        TRY_DONE(drain(nullptr));
        if (!held_) return Error{ErrorCode::unavailable, "no picture was encoded"};
        TRY_DONE(write_held(std::max(at_ms, held_->pts + 1)));
        if (const int code = av::ff().av_write_trailer(output_.get()); code < 0)
            return av::failed("cannot end the film", code);
        return {};
    }

private:
    Done begin()
    {
        plain_.reset(av::ff().av_frame_alloc());
        marked_.reset(av::ff().av_frame_alloc());
        decoded_.reset(av::ff().av_frame_alloc());
        for (auto* picture : {plain_.get(), marked_.get()}) {
            picture->format = AV_PIX_FMT_YUV420P;
            picture->width = size_.width;
            picture->height = size_.height;
            if (const int code = av::ff().av_frame_get_buffer(picture, 0); code < 0)
                return av::failed("no memory for a picture", code);
        }
        auto* stream = av::ff().avformat_new_stream(output_.get(), nullptr);
        av::ff().avcodec_parameters_from_context(stream->codecpar, x264_.get());
        stream->time_base = milliseconds;
        AVDictionary* options = nullptr;
        av::ff().av_dict_set(&options, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
        av::ff().av_dict_set(&options, "frag_duration", fragment_us, 0);
        av::ff().av_dict_set(&options, "flush_packets", "1", 0);
        const int code = av::ff().avformat_write_header(output_.get(), &options);
        av::ff().av_dict_free(&options);
        if (code < 0) return av::failed("cannot begin the film", code);
        return {};
    }

    // False: it is no picture.
    bool decode(const std::string& jpeg)
    {
        const av::Packet packet(av::ff().av_packet_alloc());
        if (!packet || av::ff().av_new_packet(packet.get(), static_cast<int>(jpeg.size())) < 0) return false;
        std::memcpy(packet->data, jpeg.data(), jpeg.size());
        if (av::ff().avcodec_send_packet(decoder_.get(), packet.get()) < 0) return false;
        if (av::ff().avcodec_receive_frame(decoder_.get(), decoded_.get()) < 0) return false;

        const auto box = fit(decoded_->width, decoded_->height, size_);
        scaler_.reset(av::ff().sws_getCachedContext(
            scaler_.release(),
            decoded_->width,
            decoded_->height,
            static_cast<AVPixelFormat>(decoded_->format),
            box.width,
            box.height,
            AV_PIX_FMT_YUV420P,
            SWS_FAST_BILINEAR,
            nullptr,
            nullptr,
            nullptr
        ));
        if (!scaler_) return false;
        if (box.width != size_.width || box.height != size_.height) blacken();
        const std::ptrdiff_t x = box.x;
        const std::ptrdiff_t y = box.y;
        std::uint8_t* planes[4] = {
            plain_->data[0] + y * plain_->linesize[0] + x,
            plain_->data[1] + y / 2 * plain_->linesize[1] + x / 2,
            plain_->data[2] + y / 2 * plain_->linesize[2] + x / 2,
            nullptr,
        };
        av::ff().sws_scale(
            scaler_.get(), decoded_->data, decoded_->linesize, 0, decoded_->height, planes, plain_->linesize
        );
        has_picture_ = true;
        return true;
    }

    void blacken()
    {
        const std::ptrdiff_t lines[4] = {plain_->linesize[0], plain_->linesize[1], plain_->linesize[2], 0};
        av::ff().av_image_fill_black(
            plain_->data, lines, AV_PIX_FMT_YUV420P, AVCOL_RANGE_MPEG, size_.width, size_.height
        );
    }

    Done encode(const Marks& marks, std::int64_t at_ms)
    {
        // The encoder may still look at the one before.
        if (const int code = av::ff().av_frame_make_writable(marked_.get()); code < 0)
            return av::failed("no memory for a picture", code);
        av::ff().av_frame_copy(marked_.get(), plain_.get());
        draw_marks(*marked_, marks);
        // What is there first is what was to be seen from the beginning.
        const auto pts = last_pts_ ? std::max(at_ms, *last_pts_ + 1) : 0;
        last_pts_ = pts;
        marked_->pts = pts;
        const bool is_key = pts - last_key_ms_ >= key_interval_ms;
        if (is_key) last_key_ms_ = pts;
        marked_->pict_type = is_key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
        return drain(marked_.get());
    }

    Done drain(const AVFrame* picture)
    {
        if (const int code = av::ff().avcodec_send_frame(x264_.get(), picture); code < 0)
            return av::failed("cannot encode a picture", code);
        for (;;) {
            av::Packet packet(av::ff().av_packet_alloc());
            const int code = av::ff().avcodec_receive_packet(x264_.get(), packet.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return {};
            if (code < 0) return av::failed("cannot encode a picture", code);
            if (held_) TRY_DONE(write_held(packet->pts));
            held_ = std::move(packet);
        }
    }

    // How long a picture is shown is known when the next one comes.
    Done write_held(std::int64_t until_ms)
    {
        held_->duration = until_ms - held_->pts;
        held_->stream_index = 0;
        av::ff().av_packet_rescale_ts(held_.get(), milliseconds, output_->streams[0]->time_base);
        if (const int code = av::ff().av_write_frame(output_.get(), held_.get()); code < 0)
            return av::failed("cannot write the film", code);
        return {};
    }

    PictureSize size_;
    av::Codec decoder_;
    av::Codec x264_;
    av::Scaler scaler_;
    av::Picture decoded_;
    av::Picture plain_;   // without marks
    av::Picture marked_;  // what is encoded
    av::Packet held_;
    bool has_picture_ = false;
    std::optional<std::int64_t> last_pts_;
    std::int64_t last_key_ms_ = 0;
    av::Output output_;
};

}  // namespace

Result<std::unique_ptr<Encoder>> Encoder::open(const std::filesystem::path& file, PictureSize size)
{
    return FfmpegEncoder::open(file, size);
}

}  // namespace lissom::live
