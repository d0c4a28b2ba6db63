#include "models/model.hpp"

namespace lissom::models {

Usage& Usage::operator+=(const Usage& other)
{
    input_tokens += other.input_tokens;
    cached_tokens += other.cached_tokens;
    stored_tokens += other.stored_tokens;
    output_tokens += other.output_tokens;
    cost_usd += other.cost_usd;
    return *this;
}

}  // namespace lissom::models
