#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <openssl/types.h>

#include "base/result.hpp"

namespace lissom::egress {

struct Pkcs12 {
    std::string bytes;
    std::string password;
};

// The client certificates of one session, and the key with which its gateway stands in for the sites that ask
// for them: it shows its own certificates to the browser, whose process trusts exactly this key. Shared by
// the session's connections.
class Identities {
public:
    // invalid_argument: "certificates[0]: the password is wrong".
    static Result<std::shared_ptr<const Identities>> open(std::span<const Pkcs12> files);

    ~Identities();
    Identities(const Identities&) = delete;
    Identities& operator=(const Identities&) = delete;

    // What --ignore-certificate-errors-spki-list takes.
    const std::string& fingerprint() const { return fingerprint_; }

    // For the connection to a site: answers its question for a certificate, and remembers that it asked.
    static void use_for_client(std::shared_ptr<const Identities> identities, SSL_CTX* context);
    static bool was_asked(const SSL_CTX* context);
    // For the browser's: a certificate for this host, by the key above.
    Done use_for_server(SSL_CTX* context, const std::string& host) const;

private:
    struct Parts;
    explicit Identities(std::unique_ptr<Parts> parts);
    static int answer(SSL* connection, X509** certificate, EVP_PKEY** key);

    std::unique_ptr<Parts> parts_;
    std::string fingerprint_;
};

}  // namespace lissom::egress
