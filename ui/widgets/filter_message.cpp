#include "ui/widgets/filter_message.h"

#include "ui/models/filter_source.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>

namespace segue::ui {

using namespace Qt::StringLiterals;

FilterMessage::FilterMessage(QWidget* parent)
    : QWidget(parent)
    , icon_(new QLabel)
    , filter_(new QLabel)
    , text_(new QLabel)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(14, 10, 14, 10);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    grid->addWidget(icon_, 0, 0, Qt::AlignTop);
    grid->addWidget(filter_, 0, 1);
    grid->addWidget(text_, 1, 1);
    grid->setColumnStretch(1, 1);
    filter_->setTextFormat(Qt::RichText);
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    hide();
}

void FilterMessage::show(const std::optional<FilterError>& error, const QString& filter)
{
    setVisible(error.has_value());
    if (!error) {
        text_->clear();
        return;
    }
    const qsizetype begin = placeInText(filter, error->begin);
    const qsizetype end = std::max(placeInText(filter, error->end), begin);
    const auto escaped
        = [](QString part) { return part.toHtmlEscaped().replace(u' ', QChar::Nbsp); };
    const QString wrong = end > begin ? filter.mid(begin, end - begin) : QString(QChar::Nbsp);
    filter_->setText(
        u"%1<span style=\"color:%2; text-decoration:underline; font-weight:600\">%3</span>%4"_s.arg(
            escaped(filter.left(begin)), colors().danger.name(), escaped(wrong),
            escaped(filter.mid(end))));
    text_->setText(QString::fromStdString(error->message));
    icon_->setPixmap(iconPixmap(u"alert"_s, colors().danger, scaled(18), devicePixelRatioF()));
    setAccessibleName(tr("The filter is not understood: %1").arg(text_->text()));
}

QString FilterMessage::message() const
{
    return text_->text();
}

void FilterMessage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mix(colors().window, colors().danger, .12));
    painter.drawRoundedRect(rect(), 8, 8);
}

} // namespace segue::ui

#include "moc_filter_message.cpp"
