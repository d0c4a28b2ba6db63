#include "app/doctor.hpp"

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <boost/asio/ip/tcp.hpp>

#include "actions/document.hpp"
#include "app/data_folder.hpp"
#include "app/event_loop.hpp"
#include "app/minds.hpp"
#include "app/sandbox.hpp"
#include "base/try.hpp"
#include "browser/pool.hpp"

namespace lissom::app {
namespace {

constexpr Millis browser_limit(30'000);

// One Chromium with a page takes about 200 MB; below the first figure none lives long, below the second few
// do.
constexpr std::uint64_t least_memory = 512ull << 20;
constexpr std::uint64_t good_memory = 2ull << 30;
// Docker's default is 64 MB, and tabs of large pages crash in it.
constexpr std::uint64_t good_shared_memory = 256ull << 20;
constexpr std::uint64_t least_disk = 200ull << 20;
constexpr std::uint64_t good_disk = 2ull << 30;
// A connection takes one, a Chromium about twenty.
constexpr rlim_t good_files = 4'096;

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

std::string first_line(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

Finding examine_files(const browser::Installed& installed)
{
    if (!installed.headless_shell.empty() && !installed.chromium.empty())
        return {Verdict::fine, "Chromium", installed.headless_shell + " and " + installed.chromium, ""};
    if (!installed.chromium.empty()) {
        return {
            Verdict::note,
            "Chromium",
            installed.chromium +
                "; the lighter chromium-headless-shell is not there, so sessions start slower and take more "
                "memory",
            "apt-get install chromium-headless-shell"
        };
    }
    if (!installed.headless_shell.empty()) {
        return {
            Verdict::note,
            "Chromium",
            installed.headless_shell +
                "; the full browser is not there, so extensions and use_stealth do not work",
            "apt-get install chromium"
        };
    }
    return {
        Verdict::missing,
        "Chromium",
        "none on this machine",
        "apt-get install chromium chromium-headless-shell, or name one with --chromium FILE or "
        "--headless-shell FILE"
    };
}

Finding examine_pdf_reader()
{
    if (actions::can_read_pdfs()) return {Verdict::fine, "PDFs", "agents can read them", ""};
    return {
        Verdict::note,
        "PDFs",
        "agents cannot read them: pdftotext is not there",
        "apt-get install poppler-utils"
    };
}

Async<Done> show_a_page(browser::Pool& pool)
{
    CO_TRY_DONE(co_await pool.start());
    CO_TRY(auto context, co_await pool.acquire({}));
    auto answer = co_await context->page().evaluate("6 * 7", Json(), browser_limit);
    co_await context->close();
    if (!answer) co_return answer.error();
    if (*answer != Json(42))
        co_return Error{ErrorCode::page_error, "it counted 6 times 7 as " + dump(*answer)};
    co_return Done();
}

Async<int>
try_browser(boost::asio::any_io_executor executor, browser::PoolSettings settings, Finding& finding)
{
    auto began = moment();
    auto pool = browser::make_pool(executor, std::move(settings));
    auto done = co_await within(browser_limit, "starting a browser", show_a_page(*pool));
    auto took = seconds_since(began);
    co_await pool->stop();
    if (done) {
        finding.text =
            "a browser starts and runs a page (" + std::to_string(static_cast<int>(took * 1'000)) + " ms)";
        co_return 0;
    }
    finding.verdict = Verdict::missing;
    finding.text = done.error().message;
    finding.remedy =
        "try --sandbox off to see whether the sandbox is the reason, and --log-level debug for Chromium's "
        "own words";
    co_return 1;
}

Finding examine_browser(const Config& config, browser::SandboxPlan sandbox)
{
    Finding finding{Verdict::fine, "Browser", "", ""};
    browser::PoolSettings settings;
    settings.chromium = config.chromium;
    settings.headless_shell = config.headless_shell;
    settings.sandbox = std::move(sandbox);
    settings.folder =
        std::filesystem::temp_directory_path() / ("lissom-doctor-" + std::to_string(::getpid()));
    settings.spare_contexts = 0;
    settings.extra_arguments = config.browser_arguments;
    auto folder = settings.folder;

    boost::asio::io_context loop(1);
    run_to_end(loop, try_browser(loop.get_executor(), std::move(settings), finding));
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return finding;
}

Finding describe(const Result<SandboxDecision>& decision)
{
    if (!decision) return {Verdict::missing, "Sandbox", decision.error().message, ""};
    if (!decision->plan.is_off)
        return {Verdict::fine, "Sandbox", decision->why.empty() ? "on" : "on: " + decision->why, ""};
    return {
        Verdict::note,
        "Sandbox",
        "off: " + decision->why,
        "until it is on, visit only pages you trust; --sandbox on insists on it"
    };
}

Finding examine_fonts()
{
    bool has_text = false;
    bool has_emoji = false;
    std::error_code error;
    for (const auto* folder : {"/usr/share/fonts", "/usr/local/share/fonts"}) {
        for (auto it = std::filesystem::recursive_directory_iterator(folder, error);
             !error && it != std::filesystem::recursive_directory_iterator();
             it.increment(error)) {
            auto name = it->path().filename().string();
            auto is_font = name.ends_with(".ttf") || name.ends_with(".otf") || name.ends_with(".ttc") ||
                           name.ends_with(".pfb");
            if (!is_font) continue;
            if (name.contains("Emoji"))
                has_emoji = true;
            else
                has_text = true;
        }
    }
    if (!has_text) {
        return {
            Verdict::note,
            "Fonts",
            "none for text: pages and recordings show boxes",
            "apt-get install fonts-liberation fonts-noto-color-emoji"
        };
    }
    if (!has_emoji)
        return {
            Verdict::note, "Fonts", "no emoji: they show as boxes", "apt-get install fonts-noto-color-emoji"
        };
    return {Verdict::fine, "Fonts", "text and emoji", ""};
}

// What is left for us: of the machine, and of the container where there is one.
std::uint64_t available_memory()
{
    std::uint64_t available = 0;
    std::ifstream meminfo("/proc/meminfo");
    for (std::string line; std::getline(meminfo, line);) {
        std::istringstream words(line);
        std::string name;
        std::uint64_t kilobytes = 0;
        if (words >> name >> kilobytes && name == "MemAvailable:") available = kilobytes << 10;
    }
    auto limit = first_line("/sys/fs/cgroup/memory.max");
    auto used = first_line("/sys/fs/cgroup/memory.current");
    if (!limit.empty() && limit != "max" && !used.empty()) {
        auto most = std::stoull(limit);
        auto now = std::stoull(used);
        available = std::min<std::uint64_t>(available, most > now ? most - now : 0);
    }
    return available;
}

Finding examine_memory()
{
    auto available = available_memory();
    auto text = megabytes(available) + " free";
    if (available < least_memory)
        return {
            Verdict::missing,
            "Memory",
            text,
            "a browser needs about 300 MB; give this machine or container at least 1 GB"
        };
    if (available < good_memory)
        return {
            Verdict::note,
            "Memory",
            text + ", enough for a few sessions",
            "lower --max-sessions, or give it 2 GB or more"
        };
    return {Verdict::fine, "Memory", text, ""};
}

Finding examine_shared_memory()
{
    struct statvfs space{};
    if (::statvfs("/dev/shm", &space) != 0)
        return {Verdict::note, "/dev/shm", "not there; large pages may crash", "mount a tmpfs on /dev/shm"};
    auto size = std::uint64_t(space.f_blocks) * space.f_frsize;
    if (size < good_shared_memory)
        return {
            Verdict::note,
            "/dev/shm",
            megabytes(size) + "; large pages may crash",
            "in Docker: --shm-size=1g, or --ipc=host"
        };
    return {Verdict::fine, "/dev/shm", megabytes(size), ""};
}

Finding examine_data(const Config& config)
{
    auto folder = DataFolder::open(config.data);
    if (!folder && folder.error().code == ErrorCode::conflict)
        return {Verdict::fine, "Data folder", config.data.string() + ", in use by a running server", ""};
    if (!folder)
        return {
            Verdict::missing,
            "Data folder",
            folder.error().message,
            "make it writable, or choose another with --data"
        };

    struct statvfs space{};
    if (::statvfs(config.data.c_str(), &space) != 0)
        return {
            Verdict::note,
            "Data folder",
            config.data.string() + ": free space unknown",
            "look at it: df " + config.data.string()
        };
    auto free = std::uint64_t(space.f_bavail) * space.f_frsize;
    auto text = config.data.string() + ", " + megabytes(free) + " free";
    if (free < least_disk)
        return {Verdict::missing, "Data folder", text, "make room, or choose another folder with --data"};
    if (free < good_disk)
        return {
            Verdict::note,
            "Data folder",
            text,
            "recordings and downloads fill this soon: make room, or choose another folder with --data"
        };
    return {Verdict::fine, "Data folder", text, ""};
}

Finding examine_port(const Config& config)
{
    auto endpoint = parse_listen(config.listen);
    if (!endpoint) return {Verdict::missing, "Port", endpoint.error().message, "correct --listen"};
    if (auto running = running_server(config.data))
        return {Verdict::fine, "Port", "a server of yours works on " + *running, ""};

    boost::asio::io_context loop;
    boost::asio::ip::tcp::acceptor acceptor(loop);
    const boost::asio::ip::tcp::endpoint where(
        boost::asio::ip::make_address(endpoint->address), endpoint->port
    );
    boost::system::error_code error;
    acceptor.open(where.protocol(), error);
    if (!error) acceptor.set_option(boost::asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(where, error);
    if (!error) return {Verdict::fine, "Port", config.listen + " is free", ""};
    return {
        Verdict::missing,
        "Port",
        config.listen + ": " + error.message(),
        "choose another with --listen ADDRESS:PORT; port 0 takes any free one"
    };
}

Finding examine_open_files()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto text = std::to_string(limit.rlim_max) + " may be open";
    if (limit.rlim_max >= good_files) return {Verdict::fine, "Open files", text, ""};
    return {
        Verdict::note,
        "Open files",
        text + "; thousands of waiting clients need more",
        "raise it: ulimit -Hn 65536, or LimitNOFILE= of the service"
    };
}

// Answers 0 and leaves the model's sentence, or 1 and why there is none.
Async<int> try_model(Minds& minds, std::string& told)
{
    auto answer = co_await minds.try_out();
    told = answer ? *answer : answer.error().message;
    co_return answer ? 0 : 1;
}

// Where a model is configured it is asked one real question: only that shows that key, address and name are
// right.
Finding examine_model(const Config& config, bool is_needed)
{
    boost::asio::io_context loop(1);
    auto minds = Minds::open(loop.get_executor(), config);
    if (!minds)
        return {Verdict::missing, "Model", minds.error().message, "see \"Model\" in docs/configuration.md"};
    if (!*minds && is_needed)
        return {
            Verdict::missing,
            "Model",
            "none is configured",
            "name one, such as --model openai:gpt-5-mini, or set LISSOM_MODEL; see \"Model\" in "
            "docs/configuration.md"
        };
    if (!*minds)
        return {Verdict::fine, "Model", "none is configured, none is needed: smooth-lite does the tasks", ""};

    std::string told;
    if (run_to_end(loop, try_model(**minds, told)) == 0) return {Verdict::fine, "Model", told, ""};
    return {Verdict::missing, "Model", told, "check --model, its key, its address and the network"};
}

std::string_view mark_of(Verdict verdict)
{
    switch (verdict) {
        case Verdict::fine: return "ok     ";
        case Verdict::note: return "note   ";
        case Verdict::missing: return "MISSING";
    }
    return "";
}

}  // namespace

std::vector<Finding> examine(const Config& config, bool needs_model)
{
    std::vector<Finding> findings;
    auto decision = decide_sandbox(config);
    findings.push_back(examine_files(installed_browsers(config)));
    findings.push_back(describe(decision));
    if (findings.front().verdict != Verdict::missing && decision)
        findings.push_back(examine_browser(config, decision->plan));
    findings.push_back(examine_fonts());
    findings.push_back(examine_pdf_reader());
    findings.push_back(examine_memory());
    findings.push_back(examine_shared_memory());
    findings.push_back(examine_open_files());
    findings.push_back(examine_data(config));
    findings.push_back(examine_port(config));
    findings.push_back(examine_model(config, needs_model));
    return findings;
}

int doctor(const Config& config, bool needs_model)
{
    bool is_able = true;
    for (const auto& finding : examine(config, needs_model)) {
        std::cout << mark_of(finding.verdict) << "  " << finding.subject << ": " << finding.text << "\n";
        if (!finding.remedy.empty()) std::cout << "         to mend it: " << finding.remedy << "\n";
        is_able = is_able && finding.verdict != Verdict::missing;
    }
    std::cout
        << (is_able ? "This machine can run Lissom.\n"
                    : "Lissom cannot work here before the above is mended.\n");
    return is_able ? 0 : 1;
}

}  // namespace lissom::app
