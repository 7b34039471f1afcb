#include "ui/widgets/filter_box.h"

#include "ui/models/filter_source.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>
#include <cmath>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int restMs = 700;
constexpr int mostShown = 9;
constexpr int aboutRole = Qt::UserRole;

/// What is offered, and dimmed at the right what it is.
class SuggestionDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override
    {
        const Colors& c = colors();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(
                option.state & QStyle::State_Selected ? c.accentSoft : c.surfaceHover);
            painter->drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6);
        }
        const QRect row = option.rect.adjusted(12, 0, -12, 0);
        painter->setFont(themeFont(TextSize::normal));
        const QString label = index.data().toString();
        const int width
            = std::min(painter->fontMetrics().horizontalAdvance(label) + 2, row.width() * 2 / 3);
        const auto align = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
        painter->setPen(c.text);
        painter->drawText(
            QStyle::visualRect(option.direction, row, QRect(row.x(), row.y(), width, row.height())),
            static_cast<int>(align | Qt::AlignVCenter),
            painter->fontMetrics().elidedText(label, Qt::ElideRight, width));
        painter->setFont(themeFont(TextSize::small));
        painter->setPen(c.textDim);
        const QRect rest(row.x() + width + 16, row.y(), row.width() - width - 16, row.height());
        painter->drawText(QStyle::visualRect(option.direction, row, rest),
            static_cast<int>(
                QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter),
            painter->fontMetrics().elidedText(
                index.data(aboutRole).toString(), Qt::ElideRight, rest.width()));
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        return {100, QFontMetrics(themeFont(TextSize::normal)).height() + 12};
    }
};

} // namespace

FilterBox::FilterBox(Vocabulary vocabulary, QWidget* parent)
    : QLineEdit(parent)
    , vocabulary_(std::move(vocabulary))
    , model_(new QStandardItemModel(this))
    , list_(new QListView(this))
{
    list_->setObjectName(u"suggestions"_s);
    list_->setModel(model_);
    list_->setItemDelegate(new SuggestionDelegate(list_));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setMouseTracking(true);
    list_->setAccessibleName(tr("Suggestions"));
    list_->hide();
    rest_.setSingleShot(true);
    rest_.setInterval(restMs);
    connect(&rest_, &QTimer::timeout, this, [this] {
        typing_ = false;
        update();
        Q_EMIT filterChanged();
    });
    connect(list_, &QAbstractItemView::clicked, this,
        [this](const QModelIndex& index) { accept(index.row()); });
    connect(this, &QLineEdit::textChanged, this, &FilterBox::takeText);
    connect(this, &QLineEdit::textEdited, this, [this] { offer(false); });
}

void FilterBox::takeText()
{
    query_ = FilterQuery::parse(text().toStdString());
    typing_ = hasFocus();
    rest_.start();
    if (text().isEmpty())
        closeList();
    update();
    Q_EMIT filterChanged();
}

std::optional<FilterError> FilterBox::shownError() const
{
    const auto& error = query_.error();
    if (!error)
        return std::nullopt;
    // Half a word is no mistake while it is being typed.
    const bool atCursor = placeInText(text(), error->end) >= text().trimmed().size();
    return typing_ && (error->unfinished || atCursor) ? std::nullopt : error;
}

bool FilterBox::isListShown() const
{
    return list_->isVisible();
}

void FilterBox::closeList()
{
    list_->hide();
}

void FilterBox::offer(bool asked)
{
    const QByteArray whole = text().toUtf8();
    const qsizetype cursor = text().left(cursorPosition()).toUtf8().size();
    const auto vocabulary = vocabulary_ ? vocabulary_() : nullptr;
    completion_ = completeFilter(
        std::string_view(whole.constData(), static_cast<std::size_t>(whole.size())),
        static_cast<std::size_t>(cursor), vocabulary.get(), asked);
    model_->clear();
    for (const FilterSuggestion& item : completion_.items) {
        auto* row = new QStandardItem(QString::fromStdString(item.label));
        row->setData(QString::fromStdString(item.about), aboutRole);
        row->setAccessibleText(QString::fromStdString(
            item.about.empty() ? item.label : item.label + ", " + item.about));
        model_->appendRow(row);
    }
    if (completion_.items.empty()) {
        closeList();
        return;
    }
    placeList();
    list_->show();
    list_->raise();
}

void FilterBox::placeList()
{
    // A child of the window, so that it lies over the page and never takes the focus.
    if (list_->parentWidget() != window())
        list_->setParent(window());
    const int rows = std::min(model_->rowCount(), mostShown);
    const int height = rows * list_->sizeHintForRow(0) + 2 * list_->frameWidth() + 8;
    const QPoint at = mapTo(window(), QPoint(0, this->height() + 4));
    list_->setGeometry(at.x(), at.y(), std::max(width(), scaled(360)),
        std::min(height, window()->height() - at.y() - 8));
}

void FilterBox::choose(int by)
{
    const int count = model_->rowCount();
    const int now = list_->currentIndex().row();
    const int next = now < 0 ? (by > 0 ? 0 : count - 1) : now + by;
    if (next < 0 || next >= count)
        list_->setCurrentIndex({});
    else
        list_->setCurrentIndex(model_->index(next, 0));
}

void FilterBox::accept(int row)
{
    if (row < 0 || row >= static_cast<int>(completion_.items.size()))
        return;
    const FilterSuggestion item = completion_.items[static_cast<std::size_t>(row)];
    const qsizetype begin = placeInText(text(), completion_.begin);
    const qsizetype end = placeInText(text(), completion_.end);
    const bool value = completion_.isValue;
    QString insert = QString::fromStdString(item.insert);
    if (value && (end >= text().size() || text().at(end) != u' '))
        insert += u' ';
    setSelection(static_cast<int>(begin), static_cast<int>(end - begin));
    this->insert(insert); // can be undone with Ctrl+Z like typing
    closeList();
    if (!value)
        offer(false);
}

bool FilterBox::event(QEvent* event)
{
    // Tab would leave the box before keyPressEvent() sees it.
    if (event->type() == QEvent::KeyPress && isListShown()) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            accept(std::max(0, list_->currentIndex().row()));
            return true;
        }
    }
    return QLineEdit::event(event);
}

void FilterBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        offer(true);
        return;
    }
    if (isListShown()) {
        switch (event->key()) {
        case Qt::Key_Down:
        case Qt::Key_Up:
            choose(event->key() == Qt::Key_Down ? 1 : -1);
            return;
        case Qt::Key_Escape:
            closeList();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (list_->currentIndex().isValid()) {
                accept(list_->currentIndex().row());
                return;
            }
            closeList();
            break;
        default:
            break;
        }
    }
    QLineEdit::keyPressEvent(event);
}

void FilterBox::focusOutEvent(QFocusEvent* event)
{
    closeList();
    if (std::exchange(typing_, false)) {
        rest_.stop();
        update();
        Q_EMIT filterChanged();
    }
    QLineEdit::focusOutEvent(event);
}

void FilterBox::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    const auto error = shownError();
    if (!error)
        return;
    // Places count from the cursor, whose place on the screen is known also when the text scrolls.
    const QFontMetricsF metrics(font());
    const qsizetype begin = placeInText(text(), error->begin);
    const qsizetype end = std::max(placeInText(text(), error->end), begin + 1);
    const double cursorX = cursorRect().center().x();
    const double typed = metrics.horizontalAdvance(text().left(cursorPosition()));
    const auto x = [&](qsizetype place) {
        return cursorX + metrics.horizontalAdvance(text().left(place)) - typed;
    };
    const QRect inside = rect().adjusted(scaled(8), 0, -scaled(8), 0);
    const double from = std::max<double>(x(begin), inside.left());
    const double to = std::min<double>(std::max(x(end), from + 6), inside.right());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors().danger, 1.5));
    const double y = rect().center().y() + metrics.height() / 2 + 1;
    QPolygonF wave;
    int i = 0;
    for (double at = from; at <= to; at += 2, ++i)
        wave << QPointF(at, y + (i % 2 == 0 ? 0 : 2));
    painter.drawPolyline(wave);
}

} // namespace segue::ui

#include "moc_filter_box.cpp"
