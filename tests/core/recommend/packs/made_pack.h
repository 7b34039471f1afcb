#pragma once

#include "core/recommend/packs/pack_reader.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <string>

namespace segue::test {

/// A folder with files of the test's making.
struct PackFiles {
    QTemporaryDir dir;

    std::string write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("no test file");
        return dir.filePath(name).toStdString();
    }
    Result<ReadPack> read(const QByteArray& bytes, const PackOptions& options = {}) const
    {
        return readPack(write(QStringLiteral("pack.tsv"), bytes), options);
    }
};

inline std::int64_t leftOut(const Pack& pack, LeftOut why)
{
    return pack.info.leftOut[static_cast<std::size_t>(why)];
}

inline std::vector<PackColumn> columnsOf(const char* list)
{
    auto columns = columnsFrom(list);
    return columns ? *columns : std::vector<PackColumn>();
}

} // namespace segue::test
