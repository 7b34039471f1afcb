#pragma once

#include <cstdint>

namespace segue {

/// The finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection that mixes all 64 bits.
constexpr std::uint64_t splitmix64Mix(std::uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

/// splitmix64: 8 bytes of state, the same numbers for the same seed on every machine.
/// Satisfies UniformRandomBitGenerator. Not thread-safe.
class Random {
public:
    using result_type = std::uint64_t;

    explicit constexpr Random(std::uint64_t seed)
        : state_(seed)
    {
    }
    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return ~result_type{0}; }

    constexpr result_type operator()() { return splitmix64Mix(state_ += 0x9E3779B97F4A7C15ull); }

    /// Uniform in [0, 1), 53 bits.
    constexpr double uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

    /// Uniform in [0, n); n = 0 gives 0. The bias of the remainder is below n / 2^64.
    constexpr std::uint64_t below(std::uint64_t n) { return n == 0 ? 0 : (*this)() % n; }

private:
    std::uint64_t state_;
};

} // namespace segue
