// Asio's code for TLS is compiled once, here (BOOST_ASIO_SEPARATE_COMPILATION); the rest of Asio is in base.
#include <boost/asio/ssl/impl/src.hpp>
