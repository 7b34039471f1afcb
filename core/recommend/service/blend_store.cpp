#include "core/recommend/service/blend_store.h"

#include "core/base/random.h"
#include "core/db/connection.h"

#include <charconv>

namespace segue {

namespace {

constexpr int stateVersion = 1;
constexpr std::string_view magic = "segue-blend-state 1 ";

/// The number behind "name=" in `line`.
template <class Number>
std::optional<Number> numberOf(std::string_view line, std::string_view name)
{
    const auto at = line.find(name);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::string_view rest = line.substr(at + name.size());
    Number value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc() || (end != rest.data() + rest.size() && *end != ' '))
        return std::nullopt;
    return value;
}

} // namespace

std::uint64_t fingerprintPart(const StoredPlay& play)
{
    const Outcome outcome = outcomeOf(play.listen);
    if (!play.marks.learnable() || (outcome != Outcome::follow && outcome != Outcome::skip))
        return 0;
    return splitmix64Mix(
        static_cast<std::uint64_t>(play.id.value) * 2 + (outcome == Outcome::skip));
}

std::uint64_t fingerprintOf(std::span<const StoredPlay> plays, PlayId newest)
{
    std::uint64_t sum = 0;
    for (const StoredPlay& play : plays)
        sum += play.id <= newest ? fingerprintPart(play) : 0;
    return sum;
}

std::string toText(const SavedBlend& saved)
{
    std::string text(magic);
    text.append("newest=").append(std::to_string(saved.newest.value));
    text.append(" fingerprint=").append(std::to_string(saved.fingerprint)).append("\n");
    return text.append(saved.weights.serialise());
}

std::optional<SavedBlend> savedBlendFromText(std::string_view text)
{
    const auto cut = text.find('\n');
    if (!text.starts_with(magic) || cut == std::string_view::npos)
        return std::nullopt;
    const std::string_view head = text.substr(0, cut);
    const auto newest = numberOf<std::int64_t>(head, " newest=");
    const auto fingerprint = numberOf<std::uint64_t>(head, " fingerprint=");
    const auto weights = reco::BlendWeights::parse(text.substr(cut + 1));
    if (!newest || !fingerprint || !weights)
        return std::nullopt;
    return SavedBlend{*weights, {*newest}, *fingerprint};
}

namespace blend_store {

std::optional<SavedBlend> read(db::Connection& connection, ListenerId listener)
{
    auto& row = connection.statement(
        "SELECT state FROM model_state WHERE listener_id = ? AND name = 'blend' AND version = ?");
    row.bind(1, listener.value);
    row.bind(2, stateVersion);
    if (!row.executeStep())
        return std::nullopt;
    return savedBlendFromText(row.getColumn(0).getString());
}

void write(db::Connection& connection, ListenerId listener, const SavedBlend& saved, UtcMs at)
{
    auto& row = connection.statement("INSERT OR REPLACE INTO model_state (listener_id, name, "
                                     "version, state, saved_at) VALUES (?, 'blend', ?, ?, ?)");
    const std::string text = toText(saved);
    row.bind(1, listener.value);
    row.bind(2, stateVersion);
    row.bind(3, text.data(), static_cast<int>(text.size()));
    row.bind(4, at);
    row.exec();
}

} // namespace blend_store

} // namespace segue
