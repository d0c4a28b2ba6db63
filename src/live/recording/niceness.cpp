#include "live/recording/niceness.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lissom::live {

void be_nice()
{
    constexpr int niceness = 10;
    static thread_local const bool is_nice = [] {
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), niceness);
        return true;
    }();
    (void)is_nice;
}

}  // namespace lissom::live
