#include "ui/theme/icons.h"

#include "ui/theme/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

class ThemeIconEngine final : public QIconEngine {
public:
    ThemeIconEngine(QString name, bool onAccent)
        : name_(std::move(name))
        , onAccent_(onAccent)
    {
    }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        painter->drawPixmap(
            rect, at(rect.size(), mode, state, painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return at(size, mode, state, 1);
    }
    QPixmap scaledPixmap(
        const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        return at(size / scale, mode, state, scale);
    }
    QIconEngine* clone() const override { return new ThemeIconEngine(name_, onAccent_); }

private:
    QPixmap at(const QSize& size, QIcon::Mode mode, QIcon::State state, double ratio) const
    {
        const QColor color = onAccent_ ? colors().onAccent
            : mode == QIcon::Disabled  ? colors().textFaint
            : state == QIcon::On       ? colors().accent
            : mode == QIcon::Normal    ? colors().textDim
                                       : colors().text;
        return iconPixmap(name_, color, std::min(size.width(), size.height()), ratio);
    }
    QString name_;
    bool onAccent_;
};

} // namespace

QPixmap iconPixmap(const QString& name, const QColor& color, int px, double ratio)
{
    const QString key
        = u"segue/%1/%2/%3/%4"_s.arg(name, color.name(QColor::HexArgb)).arg(px).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int device = std::max(1, static_cast<int>(std::lround(px * ratio)));
    pixmap = QPixmap(device, device);
    pixmap.fill(Qt::transparent);
    QFile file(u":/segue/icons/%1.svg"_s.arg(name));
    if (file.open(QIODevice::ReadOnly)) {
        QByteArray svg = file.readAll();
        svg.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(svg);
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        renderer.render(&painter, QRectF(0, 0, device, device));
    }
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(const QString& name)
{
    return QIcon(new ThemeIconEngine(name, false));
}

QIcon iconOnAccent(const QString& name)
{
    return QIcon(new ThemeIconEngine(name, true));
}

} // namespace segue::ui
