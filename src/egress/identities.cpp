#include "egress/identities.hpp"

#include <array>
#include <utility>
#include <vector>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/base64.hpp"
#include "base/try.hpp"
#include "net/address.hpp"

namespace lissom::egress {
namespace {

template <auto free>
struct Freed {
    template <class T>
    void operator()(T* thing) const
    {
        free(thing);
    }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

void free_stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
using Chain = std::unique_ptr<STACK_OF(X509), Freed<free_stack>>;

struct Identity {
    Certificate certificate;
    Key key;
    Chain chain;  // of the authorities in between; may be null
};

// Many tools still write p12 files with ciphers that OpenSSL 3 keeps in a provider of their own.
void load_old_ciphers()
{
    static OSSL_PROVIDER* const usual = OSSL_PROVIDER_load(nullptr, "default");
    static OSSL_PROVIDER* const old = OSSL_PROVIDER_load(nullptr, "legacy");
    (void)usual;
    (void)old;
}

Result<Identity> read_identity(const Pkcs12& file, std::size_t number)
{
    const auto refused = [number](std::string_view why) {
        ERR_clear_error();
        return Error{
            ErrorCode::invalid_argument, "certificates[" + std::to_string(number) + "]: " + std::string(why)
        };
    };
    load_old_ciphers();
    const std::unique_ptr<BIO, Freed<BIO_free_all>> source(
        BIO_new_mem_buf(file.bytes.data(), static_cast<int>(file.bytes.size()))
    );
    const std::unique_ptr<PKCS12, Freed<PKCS12_free>> p12(d2i_PKCS12_bio(source.get(), nullptr));
    if (!p12) return refused("\"file\" is no PKCS #12 (.p12, .pfx) file");

    // No password and an empty one are two things in this format.
    const bool has_empty = file.password.empty();
    const char* password = file.password.c_str();
    if (PKCS12_mac_present(p12.get()) &&
        !PKCS12_verify_mac(p12.get(), password, static_cast<int>(file.password.size()))) {
        if (!has_empty || !PKCS12_verify_mac(p12.get(), nullptr, 0)) return refused("the password is wrong");
        password = nullptr;
    }
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* chain = nullptr;
    if (!PKCS12_parse(p12.get(), password, &key, &certificate, &chain))
        return refused("the password is wrong, or its ciphers are not known");
    Identity identity{Certificate(certificate), Key(key), Chain(chain)};
    if (!identity.certificate || !identity.key)
        return refused("it holds no certificate with its private key");
    return identity;
}

std::string fingerprint_of(EVP_PKEY* key)
{
    unsigned char* encoded = nullptr;
    const int size = i2d_PUBKEY(key, &encoded);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    if (size > 0) SHA256(encoded, static_cast<std::size_t>(size), digest.data());
    OPENSSL_free(encoded);
    return to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool is_issued_by_one_of(const Identity& identity, const STACK_OF(X509_NAME) * names)
{
    for (int i = 0; i < sk_X509_NAME_num(names); ++i) {
        const auto* name = sk_X509_NAME_value(names, i);
        if (X509_NAME_cmp(X509_get_issuer_name(identity.certificate.get()), name) == 0) return true;
        for (int j = 0; identity.chain && j < sk_X509_num(identity.chain.get()); ++j)
            if (X509_NAME_cmp(X509_get_issuer_name(sk_X509_value(identity.chain.get(), j)), name) == 0)
                return true;
    }
    return false;
}

bool add_name(X509* certificate, const std::string& host)
{
    const auto address = net::address_from_host(host);
    const auto text = address ? "IP:" + address->to_string() : "DNS:" + host;
    const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, text.c_str())
    );
    return extension && X509_add_ext(certificate, extension.get(), -1);
}

// By the key itself: the browser trusts the key, whoever has signed.
Certificate certificate_for(const std::string& host, EVP_PKEY* key)
{
    constexpr long version_3 = 2;
    constexpr long day = 24 * 3600;
    Certificate certificate(X509_new());
    auto* raw = certificate.get();
    if (!raw) return nullptr;
    std::array<unsigned char, 16> serial{};
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(host.data()), host.size(), digest.data());
    std::copy_n(digest.begin(), serial.size(), serial.begin());
    serial[0] &= 0x7f;  // positive
    const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(serial.data(), serial.size(), nullptr));
    auto* name = X509_get_subject_name(raw);
    const auto* text = reinterpret_cast<const unsigned char*>("Lissom session");
    const bool is_made =
        X509_set_version(raw, version_3) && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(raw)) &&
        X509_gmtime_adj(X509_getm_notBefore(raw), -day) &&
        X509_gmtime_adj(X509_getm_notAfter(raw), 30 * day) && X509_set_pubkey(raw, key) &&
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) &&
        X509_set_issuer_name(raw, name) && add_name(raw, host) && X509_sign(raw, key, EVP_sha256());
    return is_made ? std::move(certificate) : nullptr;
}

}  // namespace

struct Identities::Parts {
    std::vector<Identity> identities;
    Key own_key;
};

Identities::Identities(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)),
      fingerprint_(fingerprint_of(parts_->own_key.get()))
{
}

Identities::~Identities() = default;

Result<std::shared_ptr<const Identities>> Identities::open(std::span<const Pkcs12> files)
{
    auto parts = std::make_unique<Parts>();
    for (std::size_t i = 0; i < files.size(); ++i) {
        TRY(auto identity, read_identity(files[i], i));
        parts->identities.push_back(std::move(identity));
    }
    parts->own_key.reset(EVP_EC_gen("P-256"));
    if (!parts->own_key) return Error{ErrorCode::internal, "no key for the session's certificates"};
    return std::shared_ptr<const Identities>(new Identities(std::move(parts)));
}

namespace {

struct Question {
    std::shared_ptr<const Identities> identities;
    bool was_asked = false;
};

int question_index()
{
    static const int index = SSL_CTX_get_ex_new_index(
        0, nullptr, nullptr, nullptr, [](void*, void* held, auto...) { delete static_cast<Question*>(held); }
    );
    return index;
}

}  // namespace

void Identities::use_for_client(std::shared_ptr<const Identities> identities, SSL_CTX* context)
{
    SSL_CTX_set_ex_data(context, question_index(), new Question{std::move(identities)});
    SSL_CTX_set_client_cert_cb(context, &Identities::answer);
}

bool Identities::was_asked(const SSL_CTX* context)
{
    return static_cast<const Question*>(SSL_CTX_get_ex_data(context, question_index()))->was_asked;
}

// The one that the site's authorities have issued, else the first: a site that names none takes what it gets.
int Identities::answer(SSL* connection, X509** certificate, EVP_PKEY** key)
{
    auto* question =
        static_cast<Question*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), question_index()));
    question->was_asked = true;
    const auto& identities = question->identities->parts_->identities;
    if (identities.empty()) return 0;
    const auto* chosen = &identities.front();
    if (const auto* names = SSL_get_client_CA_list(connection))
        for (const auto& identity : identities)
            if (is_issued_by_one_of(identity, names)) {
                chosen = &identity;
                break;
            }
    if (chosen->chain) SSL_set1_chain(connection, chosen->chain.get());
    X509_up_ref(chosen->certificate.get());
    EVP_PKEY_up_ref(chosen->key.get());
    *certificate = chosen->certificate.get();
    *key = chosen->key.get();
    return 1;
}

Done Identities::use_for_server(SSL_CTX* context, const std::string& host) const
{
    const auto certificate = certificate_for(host, parts_->own_key.get());
    if (!certificate || SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, parts_->own_key.get()) != 1)
        return Error{ErrorCode::internal, "no certificate could be made for " + host};
    return {};
}

}  // namespace lissom::egress
