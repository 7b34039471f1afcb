#include "core/text/display_path.h"

namespace segue {

QString displayPath(const QByteArray& path)
{
    QString text = QString::fromUtf8(path);
    for (QChar& c : text) {
        if (c.unicode() < 0x20)
            c = QChar(char16_t(0x2400 + c.unicode()));
        else if (c.unicode() == 0x7f)
            c = QChar(char16_t(0x2421));
    }
    return text;
}

} // namespace segue
