#include "core/history/import/listening_history.h"

#include "core/recommend/model/listener_table.h"

#include <QByteArray>
#include <QString>
#include <QStringDecoder>

#include <algorithm>
#include <array>
#include <charconv>

namespace segue {

namespace {

void cut(std::string& text)
{
    if (text.size() <= longestSourceText)
        return;
    std::size_t size = longestSourceText;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size; // not within a letter
    text.resize(size);
}

std::optional<std::int64_t> integer(std::string_view text)
{
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

/// Takes the offset off a time as ISO 8601 has it ("+02:00", "-0330", "+01"): in minutes, 0 without
/// one.
std::int64_t takeOffset(std::string& date)
{
    const std::size_t sign = date.size() < 17 ? date.npos : date.find_first_of("+-", 16);
    if (sign == date.npos)
        return 0;
    std::string digits = date.substr(sign + 1);
    std::erase(digits, ':');
    const auto number = digits.size() == 2 || digits.size() == 4 ? integer(digits) : std::nullopt;
    if (!number || *number < 0)
        return 0;
    const std::int64_t minutes
        = digits.size() == 2 ? *number * 60 : *number / 100 * 60 + *number % 100;
    const bool isBehind = date[sign] == '-';
    date.resize(sign);
    return isBehind ? -minutes : minutes;
}

/// "31 Jan 2023 12:34" as "2023-01-31 12:34"; empty when it is none.
std::string sortableDate(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::size_t digits = text.find(' ');
    if (digits != 1 && digits != 2)
        return {};
    const std::string day = (digits == 1 ? "0" : "") + std::string(text.substr(0, digits));
    text.remove_prefix(digits + 1);
    const auto month = std::ranges::find(months, text.substr(0, 3));
    const std::size_t year = text.find(' ');
    if (month == months.end() || year == std::string_view::npos || text.size() < year + 5)
        return {};
    text.remove_prefix(year + 1);
    std::string_view clock = text.substr(4);
    while (!clock.empty() && (clock.front() == ' ' || clock.front() == ','))
        clock.remove_prefix(1);
    const std::string number = std::to_string(month - months.begin() + 1);
    return std::string(text.substr(0, 4)) + (number.size() == 1 ? "-0" : "-") + number + '-' + day
        + ' ' + std::string(clock);
}

} // namespace

void ListeningHistory::add(HistoryTrack track, HistoryPlay play)
{
    if (track.artist.empty() || track.title.empty()) {
        ++unreadable;
        return;
    }
    if (isFull())
        return;
    for (std::string* text : {&track.artist, &track.title, &track.album})
        cut(*text);
    track.durationMs = std::clamp<std::int64_t>(track.durationMs, 0, longestPlayMs);
    play.msHeard = std::clamp<std::int64_t>(play.msHeard, -1, longestPlayMs);
    std::string key = track.artist + '\x1f' + track.title + '\x1f' + track.album + '\x1f'
        + track.recordingMbid + '\x1f' + std::to_string(track.durationMs);
    const auto [known, isNew]
        = known_.try_emplace(std::move(key), static_cast<std::uint32_t>(tracks.size()));
    if (isNew)
        tracks.push_back(std::move(track));
    play.track = known->second;
    plays.push_back(play);
}

std::string historyText(std::string bytes, bool& guessed)
{
    guessed = false;
    const std::string_view all = bytes;
    if (all.starts_with("\xEF\xBB\xBF"))
        bytes.erase(0, 3);
    else if (all.starts_with("\xFF\xFE") || all.starts_with("\xFE\xFF")) {
        QStringDecoder decoder(QStringDecoder::Utf16);
        const QString text
            = decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
        return text.toStdString();
    }
    if (QUtf8StringView(bytes.data(), static_cast<qsizetype>(bytes.size())).isValidUtf8())
        return bytes;
    guessed = true;
    return QString::fromLatin1(bytes.data(), static_cast<qsizetype>(bytes.size())).toStdString();
}

std::optional<UtcMs> historyTime(std::string_view text)
{
    constexpr std::int64_t firstMs = 100'000'000'000; // seconds until the year 5138
    if (const auto number = integer(text)) {
        if (*number <= 0 || *number > firstMs * 100)
            return std::nullopt;
        return *number < firstMs ? *number * msPerSecond : *number;
    }
    std::string date(text);
    if (date.size() < 10 || date[4] != '-')
        date = sortableDate(text);
    const std::int64_t offset = takeOffset(date);
    if (date.size() == 16)
        date += ":00";
    std::int64_t seconds = 0;
    if (!reco::parseUtc(date, seconds))
        return std::nullopt;
    return (seconds - offset * 60) * msPerSecond;
}

} // namespace segue
