#include "live/recording/still.hpp"

#include <algorithm>
#include <cstring>

#include "base/try.hpp"
#include "live/recording/av.hpp"

namespace lissom::live {
namespace {

// Of 2 (best) to 31: letters of a page at half its size can still be told apart.
constexpr int quantizer = 6;

Error no_picture() { return Error{ErrorCode::invalid_argument, "it is no picture that can be read"}; }

Result<av::Picture> decoded(const std::string& jpeg)
{
    const auto* codec = av::ff().avcodec_find_decoder(AV_CODEC_ID_MJPEG);
    const av::Codec decoder(codec ? av::ff().avcodec_alloc_context3(codec) : nullptr);
    if (!decoder) return Error{ErrorCode::unavailable, "FFmpeg reads no JPEG here"};
    decoder->thread_count = 1;
    const av::Packet packet(av::ff().av_packet_alloc());
    av::Picture picture(av::ff().av_frame_alloc());
    if (!packet || !picture || av::ff().avcodec_open2(decoder.get(), codec, nullptr) < 0 ||
        av::ff().av_new_packet(packet.get(), static_cast<int>(jpeg.size())) < 0)
        return no_picture();
    std::memcpy(packet->data, jpeg.data(), jpeg.size());
    if (av::ff().avcodec_send_packet(decoder.get(), packet.get()) < 0 ||
        av::ff().avcodec_receive_frame(decoder.get(), picture.get()) < 0)
        return no_picture();
    return picture;
}

Result<av::Picture> scaled(const AVFrame& picture, int width, int height)
{
    av::Picture small(av::ff().av_frame_alloc());
    if (!small) return Error{ErrorCode::unavailable, "no memory for a picture"};
    small->format = AV_PIX_FMT_YUVJ420P;
    small->color_range = AVCOL_RANGE_JPEG;
    small->width = width;
    small->height = height;
    if (const int code = av::ff().av_frame_get_buffer(small.get(), 0); code < 0)
        return av::failed("no memory for a picture", code);
    const av::Scaler scaler(av::ff().sws_getCachedContext(
        nullptr,
        picture.width,
        picture.height,
        static_cast<AVPixelFormat>(picture.format),
        width,
        height,
        AV_PIX_FMT_YUVJ420P,
        SWS_AREA,
        nullptr,
        nullptr,
        nullptr
    ));
    if (!scaler) return no_picture();
    av::ff().sws_scale(
        scaler.get(), picture.data, picture.linesize, 0, picture.height, small->data, small->linesize
    );
    return small;
}

Result<std::string> encoded(AVFrame& picture)
{
    const auto* codec = av::ff().avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    const av::Codec encoder(codec ? av::ff().avcodec_alloc_context3(codec) : nullptr);
    if (!encoder) return Error{ErrorCode::unavailable, "FFmpeg writes no JPEG here"};
    encoder->width = picture.width;
    encoder->height = picture.height;
    encoder->pix_fmt = AV_PIX_FMT_YUVJ420P;
    encoder->color_range = AVCOL_RANGE_JPEG;
    encoder->time_base = {1, 25};
    encoder->thread_count = 1;
    encoder->flags |= AV_CODEC_FLAG_QSCALE;
    encoder->global_quality = FF_QP2LAMBDA * quantizer;
    picture.quality = encoder->global_quality;
    if (const int code = av::ff().avcodec_open2(encoder.get(), codec, nullptr); code < 0)
        return av::failed("cannot write JPEG", code);
    const av::Packet packet(av::ff().av_packet_alloc());
    if (!packet || av::ff().avcodec_send_frame(encoder.get(), &picture) < 0 ||
        av::ff().avcodec_receive_packet(encoder.get(), packet.get()) < 0)
        return Error{ErrorCode::unavailable, "cannot write JPEG"};
    return std::string(reinterpret_cast<const char*>(packet->data), static_cast<std::size_t>(packet->size));
}

}  // namespace

Result<std::string> small_still(const std::string& jpeg, int most_width)
{
    TRY_DONE(av::load());
    TRY(const auto picture, decoded(jpeg));
    // Even numbers: colours come in twos.
    const auto width = std::max(2, std::min(most_width, picture->width) & ~1);
    const auto height = std::max(2, (picture->height * width / picture->width) & ~1);
    TRY(const auto small, scaled(*picture, width, height));
    return encoded(*small);
}

}  // namespace lissom::live
