#include "core/base/string_pool.h"

#include <functional>

namespace segue {

TextRef StringPool::append(std::string_view text)
{
    if (text.empty() || bytes_.size() + text.size() > UINT32_MAX)
        return {};
    const TextRef ref{
        static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(text.size())};
    bytes_.append(text);
    return ref;
}

TextRef StringPool::intern(std::string_view text)
{
    if (text.empty())
        return {};
    const std::size_t hash = std::hash<std::string_view>{}(text);
    const auto [first, last] = index_.equal_range(hash);
    for (auto it = first; it != last; ++it) {
        if (view(it->second) == text)
            return it->second;
    }
    const TextRef ref = append(text);
    index_.emplace(hash, ref);
    return ref;
}

void StringPool::freeze()
{
    index_ = {};
    bytes_.shrink_to_fit();
}

} // namespace segue
