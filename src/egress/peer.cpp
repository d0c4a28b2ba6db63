#include "egress/peer.hpp"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace lissom::egress {
namespace {

// https://man7.org/linux/man-pages/man7/sock_diag.7.html
struct Question {
    nlmsghdr head;
    inet_diag_req_v2 body;
};

class Netlink {
public:
    Netlink()
        : descriptor_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG))
    {
    }
    ~Netlink()
    {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Netlink(const Netlink&) = delete;
    Netlink& operator=(const Netlink&) = delete;
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace

std::optional<uid_t> user_of(const boost::asio::ip::tcp::socket& socket)
{
    boost::system::error_code error;
    const auto near = socket.local_endpoint(error);
    if (error) return std::nullopt;
    const auto far = socket.remote_endpoint(error);
    if (error || !near.address().is_v4() || !far.address().is_v4()) return std::nullopt;

    // The other end's socket: what is far here is its own end there.
    Question question{};
    question.head.nlmsg_len = sizeof question;
    question.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.head.nlmsg_flags = NLM_F_REQUEST;
    question.body.sdiag_family = AF_INET;
    question.body.sdiag_protocol = IPPROTO_TCP;
    question.body.idiag_states = ~0u;
    question.body.id.idiag_sport = htons(far.port());
    question.body.id.idiag_dport = htons(near.port());
    question.body.id.idiag_src[0] = htonl(far.address().to_v4().to_uint());
    question.body.id.idiag_dst[0] = htonl(near.address().to_v4().to_uint());
    question.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    question.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;

    const Netlink netlink;
    if (netlink.descriptor() < 0) return std::nullopt;
    if (::send(netlink.descriptor(), &question, sizeof question, 0) != sizeof question) return std::nullopt;
    // The kernel answers while we send: there is nothing to wait for.
    alignas(nlmsghdr) std::array<char, 2048> answer;
    const auto length = ::recv(netlink.descriptor(), answer.data(), answer.size(), MSG_DONTWAIT);
    if (length < static_cast<ssize_t>(sizeof(nlmsghdr) + sizeof(inet_diag_msg))) return std::nullopt;
    nlmsghdr head;
    std::memcpy(&head, answer.data(), sizeof head);
    if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
    inet_diag_msg body;
    std::memcpy(&body, answer.data() + NLMSG_HDRLEN, sizeof body);
    return body.idiag_uid;
}

}  // namespace lissom::egress
