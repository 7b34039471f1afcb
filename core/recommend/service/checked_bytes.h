#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDataStream>
#include <QIODevice>

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

// What the files of models and packs share: little-endian numbers, lists of them, and a SHA-256 of
// all before it at the end.

namespace segue::checked {

constexpr qsizetype hashSize = 32;

/// As the files are written, whatever the machine.
inline QDataStream& prepared(QDataStream& stream)
{
    stream.setVersion(QDataStream::Qt_6_4);
    stream.setByteOrder(QDataStream::LittleEndian);
    return stream;
}

/// Appends the hash.
void seal(QByteArray& bytes);
/// What was sealed, as a view into `bytes`, which has to live on; none when the hash is not its.
std::optional<QByteArray> unsealed(const QByteArray& bytes);

/// FNV-1a: the same in every build, as what is kept in files must be.
std::uint64_t hashOf(std::string_view text);

// In parts, because a QDataStream takes no more than an int's worth at once.
bool writeRaw(QDataStream& out, const char* from, qint64 size);
bool readRaw(QDataStream& in, char* to, qint64 size);

template <class T>
void putList(QDataStream& out, const std::vector<T>& list)
{
    static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN && std::is_trivially_copyable_v<T>);
    out << static_cast<qint64>(list.size());
    writeRaw(out, reinterpret_cast<const char*>(list.data()),
        static_cast<qint64>(list.size() * sizeof(T)));
}

/// False for a list that is longer than what is left of the bytes.
template <class T>
bool takeList(QDataStream& in, std::vector<T>& list)
{
    static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN && std::is_trivially_copyable_v<T>);
    qint64 size = 0;
    in >> size;
    const qint64 left = in.device()->bytesAvailable();
    if (in.status() != QDataStream::Ok || size < 0 || size > left / static_cast<qint64>(sizeof(T)))
        return false;
    list.resize(static_cast<std::size_t>(size));
    return readRaw(in, reinterpret_cast<char*>(list.data()), size * static_cast<qint64>(sizeof(T)));
}

} // namespace segue::checked
