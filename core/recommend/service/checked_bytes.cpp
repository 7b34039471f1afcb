#include "core/recommend/service/checked_bytes.h"

#include <QCryptographicHash>

#include <algorithm>

namespace segue::checked {

namespace {
constexpr qint64 part = 1 << 28;
} // namespace

void seal(QByteArray& bytes)
{
    bytes += QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

std::optional<QByteArray> unsealed(const QByteArray& bytes)
{
    const qsizetype size = bytes.size() - hashSize;
    if (size < 0)
        return std::nullopt;
    QByteArray body = QByteArray::fromRawData(bytes.constData(), size);
    if (QCryptographicHash::hash(body, QCryptographicHash::Sha256)
        != QByteArrayView(bytes).sliced(size))
        return std::nullopt;
    return body;
}

std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    return hash;
}

bool writeRaw(QDataStream& out, const char* from, qint64 size)
{
    while (size > 0) {
        const int now = static_cast<int>(std::min(size, part));
        if (out.writeRawData(from, now) != now)
            return false;
        from += now;
        size -= now;
    }
    return true;
}

bool readRaw(QDataStream& in, char* to, qint64 size)
{
    while (size > 0) {
        const int now = static_cast<int>(std::min(size, part));
        if (in.readRawData(to, now) != now)
            return false;
        to += now;
        size -= now;
    }
    return true;
}

} // namespace segue::checked
