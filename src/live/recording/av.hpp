#pragma once

// FFmpeg's objects with owners, for the files of this folder alone.

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>
}

// What we call of FFmpeg: (its library, the function).
// clang-format off
#define LISSOM_FFMPEG_FUNCTIONS(use)              \
    use(avcodec, avcodec_alloc_context3)          \
    use(avcodec, avcodec_find_decoder)            \
    use(avcodec, avcodec_find_encoder)            \
    use(avcodec, avcodec_find_encoder_by_name)    \
    use(avcodec, avcodec_free_context)            \
    use(avcodec, avcodec_open2)                   \
    use(avcodec, avcodec_parameters_copy)         \
    use(avcodec, avcodec_parameters_from_context) \
    use(avcodec, avcodec_receive_frame)           \
    use(avcodec, avcodec_receive_packet)          \
    use(avcodec, avcodec_send_frame)              \
    use(avcodec, avcodec_send_packet)             \
    use(avcodec, av_new_packet)                   \
    use(avcodec, av_packet_alloc)                 \
    use(avcodec, av_packet_free)                  \
    use(avcodec, av_packet_rescale_ts)            \
    use(avformat, avformat_alloc_output_context2) \
    use(avformat, avformat_close_input)           \
    use(avformat, avformat_find_stream_info)      \
    use(avformat, avformat_free_context)          \
    use(avformat, avformat_new_stream)            \
    use(avformat, avformat_open_input)            \
    use(avformat, avformat_write_header)          \
    use(avformat, avio_closep)                    \
    use(avformat, avio_open)                      \
    use(avformat, av_interleaved_write_frame)     \
    use(avformat, av_read_frame)                  \
    use(avformat, av_write_frame)                 \
    use(avformat, av_write_trailer)               \
    use(avutil, av_dict_free)                     \
    use(avutil, av_dict_set)                      \
    use(avutil, av_dict_set_int)                  \
    use(avutil, av_frame_alloc)                   \
    use(avutil, av_frame_copy)                    \
    use(avutil, av_frame_free)                    \
    use(avutil, av_frame_get_buffer)              \
    use(avutil, av_frame_make_writable)           \
    use(avutil, av_image_fill_black)              \
    use(avutil, av_log_set_level)                 \
    use(avutil, av_mallocz)                       \
    use(avutil, av_rescale_q)                     \
    use(avutil, av_strerror)                      \
    use(swscale, sws_freeContext)                 \
    use(swscale, sws_getCachedContext)            \
    use(swscale, sws_scale)
// clang-format on

namespace lissom::live::av {

// FFmpeg brings some hundred libraries along: they are a third of an idle server's memory and most of the
// time that `lissom version` takes. So nothing is linked; they come with the first recording.
struct Functions {
#define LISSOM_DECLARE(library, name) decltype(&::name) name = nullptr;  // NOLINT(bugprone-macro-parentheses)
    LISSOM_FFMPEG_FUNCTIONS(LISSOM_DECLARE)
#undef LISSOM_DECLARE
};

// Blocks for some 50 ms the first time. Error: FFmpeg's libraries are not on this machine.
Done load();

// Only after load() has succeeded.
const Functions& ff();

struct Free {
    void operator()(AVFrame* frame) const { ff().av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { ff().av_packet_free(&packet); }
    void operator()(AVCodecContext* context) const { ff().avcodec_free_context(&context); }
    void operator()(SwsContext* context) const { ff().sws_freeContext(context); }
};
using Picture = std::unique_ptr<AVFrame, Free>;
using Packet = std::unique_ptr<AVPacket, Free>;
using Codec = std::unique_ptr<AVCodecContext, Free>;
using Scaler = std::unique_ptr<SwsContext, Free>;

struct CloseInput {
    void operator()(AVFormatContext* context) const { ff().avformat_close_input(&context); }
};
using Input = std::unique_ptr<AVFormatContext, CloseInput>;

struct CloseOutput {
    void operator()(AVFormatContext* context) const
    {
        ff().avio_closep(&context->pb);
        ff().avformat_free_context(context);
    }
};
using Output = std::unique_ptr<AVFormatContext, CloseOutput>;

Error failed(std::string_view what, int code);

// An MP4 to be written to this file.
Result<Output> create_mp4(const std::string& path);

}  // namespace lissom::live::av
