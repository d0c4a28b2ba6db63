#include "live/recording/av.hpp"

#include <dlfcn.h>

#include "base/try.hpp"

namespace lissom::live::av {
namespace {

// The headers we were built with say which libraries fit.
constexpr auto avcodec = "libavcodec.so." AV_STRINGIFY(LIBAVCODEC_VERSION_MAJOR);
constexpr auto avformat = "libavformat.so." AV_STRINGIFY(LIBAVFORMAT_VERSION_MAJOR);
constexpr auto avutil = "libavutil.so." AV_STRINGIFY(LIBAVUTIL_VERSION_MAJOR);
constexpr auto swscale = "libswscale.so." AV_STRINGIFY(LIBSWSCALE_VERSION_MAJOR);

template <class Function>
Done find(const char* library, const char* name, Function& function)
{
    // Never closed: what is open once costs nothing, and the functions must stay.
    auto* handle = ::dlopen(library, RTLD_LAZY | RTLD_LOCAL);
    auto* found = handle ? ::dlsym(handle, name) : nullptr;
    if (!found)
        return Error{
            ErrorCode::unavailable,
            // NOLINTNEXTLINE(concurrency-mt-unsafe): glibc keeps one for each thread
            std::string("FFmpeg is needed for recordings and cannot be loaded: ") + ::dlerror()
        };
    function = reinterpret_cast<Function>(found);
    return {};
}

Result<Functions> find_all()
{
    Functions functions;
#define LISSOM_FIND(library, name) TRY_DONE(find(library, #name, functions.name));
    LISSOM_FFMPEG_FUNCTIONS(LISSOM_FIND)
#undef LISSOM_FIND
    // What goes wrong is in the answers; nothing is to be printed beside our log.
    functions.av_log_set_level(AV_LOG_QUIET);
    return functions;
}

// Code, not state: the same for the whole process and never changed.
const Result<Functions>& loaded()
{
    static const Result<Functions> functions = find_all();
    return functions;
}

}  // namespace

Done load()
{
    if (!loaded()) return loaded().error();
    return {};
}

const Functions& ff() { return *loaded(); }

Error failed(std::string_view what, int code)
{
    char text[AV_ERROR_MAX_STRING_SIZE] = {};
    ff().av_strerror(code, text, sizeof text);
    return Error{ErrorCode::unavailable, std::string(what) + ": " + text};
}

Result<Output> create_mp4(const std::string& path)
{
    AVFormatContext* made = nullptr;
    if (const int code = ff().avformat_alloc_output_context2(&made, nullptr, "mp4", path.c_str()); code < 0)
        return failed("cannot make an MP4", code);
    Output output(made);
    if (const int code = ff().avio_open(&made->pb, path.c_str(), AVIO_FLAG_WRITE); code < 0)
        return failed("cannot write " + path, code);
    return output;
}

}  // namespace lissom::live::av
