#include "ui/widgets/cover_well.h"

#include "core/library/tags/tag_edit.h"
#include "core/tasks/task_runner.h"
#include "ui/covers/cover_art.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLabel>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int side = 208;
constexpr qint64 largestFile = 14 << 20;

/// Decoded small: a picture of any size costs what is shown. Null where it is none.
QImage decoded(QByteArray picture, int px)
{
    QBuffer buffer(&picture);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > 20'000 || size.height() > 20'000)
        return {};
    reader.setScaledSize(size.scaled(px, px, Qt::KeepAspectRatioByExpanding));
    const QImage image = reader.read();
    const int square = std::min(image.width(), image.height());
    return image.copy((image.width() - square) / 2, (image.height() - square) / 2, square, square);
}

struct Read {
    QByteArray picture;
    QString problem;
};

Read readPicture(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, CoverWell::tr("%1 cannot be read: %2").arg(path, file.errorString())};
    if (file.size() > largestFile)
        return {{}, CoverWell::tr("%1 is larger than 14 MB.").arg(path)};
    Read read{file.readAll(), {}};
    const std::string_view bytes(
        read.picture.constData(), static_cast<std::size_t>(read.picture.size()));
    if (tags::pictureType(bytes).empty() || decoded(read.picture, 32).isNull())
        return {{}, CoverWell::tr("%1 is no picture that can be shown.").arg(path)};
    return read;
}

} // namespace

CoverWell::CoverWell(QWidget* parent)
    : QWidget(parent)
    , picture_(new QWidget)
    , note_(new QLabel)
    , choose_(new QPushButton(tr("Choose…")))
    , remove_(new QPushButton(tr("Take out")))
    , revert_(new QPushButton(tr("As it was")))
{
    setAcceptDrops(true);
    picture_->setFixedSize(scaled(side), scaled(side));
    picture_->installEventFilter(this);
    picture_->setAccessibleName(tr("Cover"));
    note_->setObjectName(u"coverNote"_s);
    note_->setWordWrap(true);
    note_->setFont(themeFont(TextSize::small));
    note_->setForegroundRole(QPalette::PlaceholderText);
    note_->setFixedWidth(scaled(side));
    remove_->setProperty("quiet", true);
    revert_->setProperty("quiet", true);
    choose_->setAccessibleName(tr("Choose a cover"));
    remove_->setAccessibleName(tr("Take the cover out"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    buttons->addWidget(choose_);
    buttons->addWidget(remove_);
    buttons->addWidget(revert_);
    buttons->addStretch(1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(picture_);
    column->addLayout(buttons);
    column->addWidget(note_);
    column->addStretch(1);
    connect(choose_, &QPushButton::clicked, this, &CoverWell::choose);
    connect(remove_, &QPushButton::clicked, this, &CoverWell::removeRequested);
    connect(revert_, &QPushButton::clicked, this, &CoverWell::revertRequested);
}

void CoverWell::showCover(
    const QByteArray& picture, const QString& name, const QString& note, bool touched)
{
    const int px = static_cast<int>(scaled(side) * devicePixelRatioF());
    if (pixmap_.isNull() || decoded_ != picture) {
        pixmap_ = picture.isEmpty() ? QPixmap() : QPixmap::fromImage(decoded(picture, px));
        decoded_ = picture;
    }
    name_ = name;
    note_->setText(note);
    remove_->setVisible(!touched);
    revert_->setVisible(touched);
    picture_->update();
}

void CoverWell::choose()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Choose a cover"), {},
        tr("Pictures") + u" (*.jpg *.jpeg *.png *.webp *.gif *.bmp)"_s);
    if (!file.isEmpty())
        load(file);
}

void CoverWell::load(const QString& file)
{
    runThen(
        this, [file] { return readPicture(file); },
        [this](const Read& read) {
            if (read.problem.isEmpty())
                Q_EMIT chosen(read.picture);
            else
                note_->setText(read.problem);
        });
}

bool CoverWell::eventFilter(QObject* object, QEvent* event)
{
    if (object != picture_ || event->type() != QEvent::Paint)
        return QWidget::eventFilter(object, event);
    QPainter painter(picture_);
    paintCover(painter, picture_->rect(), pixmap_, name_, 10);
    return true;
}

void CoverWell::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void CoverWell::dropEvent(QDropEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls.front().isLocalFile())
        return;
    load(urls.front().toLocalFile());
    event->acceptProposedAction();
}

} // namespace segue::ui

#include "moc_cover_well.cpp"
