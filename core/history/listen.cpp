#include "core/history/listen.h"

#include <array>

namespace segue {

namespace {

constexpr std::array startedByNames{std::string_view("user"), std::string_view("queue"),
    std::string_view("album"), std::string_view("shuffle"), std::string_view("shelf"),
    std::string_view("radio"), std::string_view("remote"), std::string_view("import")};
constexpr std::array endedByNames{std::string_view("finished"), std::string_view("next"),
    std::string_view("previous"), std::string_view("replaced"), std::string_view("stopped"),
    std::string_view("queue_end"), std::string_view("error"), std::string_view("quit"),
    std::string_view("crash")};
constexpr std::array outcomeNames{std::string_view("follow"), std::string_view("skip"),
    std::string_view("browse"), std::string_view("none")};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == name)
            return static_cast<Enum>(i);
    }
    return std::nullopt;
}

constexpr std::int64_t followMs = 240'000;
constexpr std::int64_t browseMs = 5'000;

} // namespace

std::string_view toString(StartedBy value)
{
    return startedByNames.at(static_cast<std::size_t>(value));
}
std::string_view toString(EndedBy value)
{
    return endedByNames.at(static_cast<std::size_t>(value));
}
std::string_view toString(Outcome value)
{
    return outcomeNames.at(static_cast<std::size_t>(value));
}
std::optional<StartedBy> startedByFromString(std::string_view name)
{
    return find<StartedBy>(startedByNames, name);
}
std::optional<EndedBy> endedByFromString(std::string_view name)
{
    return find<EndedBy>(endedByNames, name);
}

Outcome outcomeOf(const Listen& listen)
{
    const bool half = listen.durationMs > 0 && listen.msHeard * 2 >= listen.durationMs;
    if (half || listen.msHeard >= followMs)
        return Outcome::follow;
    switch (listen.endedBy) {
    case EndedBy::finished:
        return Outcome::follow;
    case EndedBy::next:
    case EndedBy::previous:
    case EndedBy::replaced:
        return listen.msHeard > browseMs ? Outcome::skip : Outcome::browse;
    case EndedBy::stopped:
    case EndedBy::queueEnd:
    case EndedBy::error:
    case EndedBy::quit:
    case EndedBy::crash:
        break;
    }
    return Outcome::none;
}

} // namespace segue
