#include "core/history/import/source_file.h"

#include "core/text/display_path.h"

#include <filesystem>

namespace segue {

Error aboutFile(const std::string& path, const std::string& what)
{
    return Error{
        "The file " + displayPath(QByteArray::fromStdString(path)).toStdString() + ' ' + what};
}

Result<void> openSource(QFile& file, const std::string& path, qint64 mostBytes)
{
    file.setFileName(QFile::decodeName(path.c_str()));
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error))
        return aboutFile(path, "is not there, or no file. Check its name.");
    if (!file.open(QIODevice::ReadOnly))
        return aboutFile(path,
            "could not be read: " + file.errorString().toStdString() + ". Check its permissions.");
    if (file.size() > mostBytes)
        return aboutFile(path, "is too large for what it should be: it is something else.");
    return {};
}

Result<std::string> bytesOfSource(const std::string& path, qint64 mostBytes)
{
    QFile file;
    if (const auto opened = openSource(file, path, mostBytes); !opened)
        return opened.error();
    std::string bytes(static_cast<std::size_t>(file.size()), '\0');
    const qint64 size = file.read(bytes.data(), static_cast<qint64>(bytes.size()));
    if (size < 0)
        return aboutFile(path, "could not be read: " + file.errorString().toStdString() + '.');
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

} // namespace segue
