#include "ui/widgets/result_chip.h"

#include "ui/covers/cover_art.h"
#include "ui/covers/cover_cache.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace segue::ui {

using namespace Qt::StringLiterals;

ResultChip::ResultChip(CoverCache& covers, QByteArray coverPath, const QString& name, QString kind,
    bool round, QWidget* parent)
    : QAbstractButton(parent)
    , covers_(covers)
    , path_(std::move(coverPath))
    , kind_(std::move(kind))
    , round_(round)
{
    setText(name);
    setAccessibleName(u"%1, %2"_s.arg(name, kind_));
    setToolTip(u"%1\n%2"_s.arg(name, kind_));
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&covers, &CoverCache::arrived, this, [this](const QByteArray& path) {
        if (path == path_)
            update();
    });
}

int ResultChip::usualHeight()
{
    return std::max(scaled(56), QFontMetrics(themeFont(TextSize::normal)).height() * 2 + 12);
}

QSize ResultChip::sizeHint() const
{
    const int text = std::max(
        QFontMetrics(themeFont(TextSize::normal, true)).horizontalAdvance(QAbstractButton::text()),
        QFontMetrics(themeFont(TextSize::small)).horizontalAdvance(kind_));
    return {std::min(scaled(260), usualHeight() + text + 24), usualHeight()};
}

void ResultChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = colors();
    painter.setPen(hasFocus() ? QPen(c.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() ? c.surfaceHover : c.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 10, 10);
    const int side = height() - 14;
    const auto mirrored
        = [&](const QRect& r) { return QStyle::visualRect(layoutDirection(), rect(), r); };
    const QRect picture = mirrored({7, 7, side, side});
    paintCover(painter, picture, covers_.find(path_, static_cast<int>(side * devicePixelRatioF())),
        text(), round_ ? side / 2.0 : 6);
    const QRect words = mirrored({side + 18, 6, width() - side - 28, height() - 12});
    const auto align = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
    painter.setFont(themeFont(TextSize::normal, true));
    painter.setPen(c.text);
    painter.drawText(words.adjusted(0, 0, 0, -words.height() / 2),
        static_cast<int>(align | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
    painter.setFont(themeFont(TextSize::small));
    painter.setPen(c.textDim);
    painter.drawText(words.adjusted(0, words.height() / 2, 0, 0),
        static_cast<int>(align | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(kind_, Qt::ElideRight, words.width()));
}

void ResultChip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace segue::ui

#include "moc_result_chip.cpp"
