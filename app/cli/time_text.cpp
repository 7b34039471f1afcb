#include "app/cli/time_text.h"

#include <QDateTime>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace segue::app {

QString isoUtc(UtcMs at)
{
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(u"yyyy-MM-dd'T'HH:mm:ss'Z'"_s);
}

QString localText(UtcMs at, int offsetMin)
{
    return QDateTime::fromMSecsSinceEpoch(at + offsetMin * msPerMinute, Qt::UTC)
        .toString(u"yyyy-MM-dd HH:mm"_s);
}

std::optional<UtcMs> parseTime(const QString& text)
{
    // QDateTime also takes odd forms; only these are promised.
    static const QRegularExpression shape(
        u"^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,3})?)?(Z|[+-]\\d\\d:?\\d\\d)?)?$"_s);
    if (!shape.match(text).hasMatch())
        return std::nullopt;
    QString iso = text;
    if (iso.size() > 10)
        iso[10] = u'T';
    const QDateTime time = QDateTime::fromString(iso, Qt::ISODateWithMs);
    if (!time.isValid())
        return std::nullopt;
    return time.toMSecsSinceEpoch();
}

} // namespace segue::app
