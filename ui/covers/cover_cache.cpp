// Why it is built like this: a view that scrolls asks for hundreds of covers and soon needs only
// the last dozens. Requests therefore form a bounded stack (newest first, oldest forgotten: the
// view asks again when it paints the place again), and the decoding threads take from its top.
#include "ui/covers/cover_cache.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QImageReader>
#include <QSaveFile>
#include <QThreadPool>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>

namespace segue::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array sizes{96, 224, 448, 896};
constexpr std::size_t maxWaiting = 256;
constexpr int memoryKiB = 48 * 1024;
constexpr qint64 diskBytes = 256ll * 1024 * 1024;

int sizeFor(int px)
{
    const auto* it = std::find_if(sizes.begin(), sizes.end(), [px](int s) { return s >= px; });
    return it == sizes.end() ? sizes.back() : *it;
}

QByteArray keyFor(const QByteArray& path, int px)
{
    return path + '\0' + QByteArray::number(px);
}

QByteArray formatOf(const QByteArray& b)
{
    if (b.startsWith("\xff\xd8\xff"))
        return "jpeg";
    if (b.startsWith("\x89PNG\r\n\x1a\n"))
        return "png";
    if (b.startsWith("RIFF") && b.mid(8, 4) == "WEBP")
        return "webp";
    if (b.startsWith("GIF8"))
        return "gif";
    return b.startsWith("BM") ? QByteArray("bmp") : QByteArray();
}

/// Where the thumbnail lies; the name changes with the file, its folder's content and the size.
QString diskName(const QString& folder, const QByteArray& path, int px)
{
    const QFileInfo file(QFile::decodeName(path));
    const QFileInfo dir(file.path());
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(path);
    for (qint64 n : {file.lastModified().toMSecsSinceEpoch(), file.size(),
             dir.lastModified().toMSecsSinceEpoch(), qint64{px}})
        hash.addData(QByteArray::number(n) + '/');
    return folder + u'/' + QString::fromLatin1(hash.result().toHex()) + u".jpg"_s;
}

void dropOldest(const QString& folder)
{
    qint64 total = 0;
    const QFileInfoList files = QDir(folder).entryInfoList({u"*.jpg"_s}, QDir::Files, QDir::Time);
    for (const QFileInfo& file : files) {
        total += file.size();
        if (total > diskBytes)
            QFile::remove(file.filePath());
    }
}

QImage loadCover(const CoverReader& reader, const QString& folder, const QByteArray& path, int px)
{
    const QString name = folder.isEmpty() ? QString() : diskName(folder, path, px);
    if (!name.isEmpty()) {
        QImageReader kept(name, "jpeg");
        if (const QImage image = kept.read(); !image.isNull())
            return image;
    }
    const std::optional<QByteArray> bytes = reader ? reader(path) : std::nullopt;
    if (!bytes)
        return {};
    const QImage image = decodeCover(*bytes, px);
    if (!image.isNull() && !name.isEmpty()) {
        QSaveFile file(name);
        if (file.open(QIODevice::WriteOnly) && image.save(&file, "jpeg", 90))
            file.commit();
    }
    return image;
}

} // namespace

QImage decodeCover(const QByteArray& bytes, int px)
{
    const QByteArray format = formatOf(bytes);
    if (format.isEmpty())
        return {};
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer, format);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (!size.isValid() || qint64{size.width()} * size.height() > 100'000'000)
        return {};
    const int side = std::min(size.width(), size.height());
    if (side > px)
        reader.setScaledSize((size * (double(px) / side)).expandedTo({1, 1}));
    QImage image = reader.read();
    if (image.isNull())
        return {};
    const int cut = std::min(image.width(), image.height());
    image = image.copy((image.width() - cut) / 2, (image.height() - cut) / 2, cut, cut);
    if (cut > px)
        image = image.scaled(px, px, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return image.convertToFormat(QImage::Format_RGB32);
}

struct CoverCache::Work {
    struct Request {
        QByteArray path;
        int px;
        friend bool operator==(const Request&, const Request&) = default;
    };
    CoverReader reader;
    QString folder;
    QThreadPool pool;
    std::mutex mutex;
    std::deque<Request> waiting; // newest at the back
    std::vector<Request> running;
    std::atomic<bool> stopped = false;
};

CoverCache::CoverCache(CoverReader reader, QString folder, QObject* parent)
    : QObject(parent)
    , work_(std::make_shared<Work>())
    , pixmaps_(memoryKiB)
{
    QImageReader::setAllocationLimit(256);
    work_->reader = std::move(reader);
    work_->folder = std::move(folder);
    work_->pool.setMaxThreadCount(2);
    work_->pool.setThreadPriority(QThread::LowPriority);
    if (!work_->folder.isEmpty()) {
        work_->pool.start([folder = work_->folder] {
            QDir().mkpath(folder);
            dropOldest(folder);
        });
    }
}

CoverCache::~CoverCache()
{
    work_->stopped = true;
    {
        const std::lock_guard lock(work_->mutex);
        work_->waiting.clear();
    }
    work_->pool.waitForDone();
}

QPixmap CoverCache::find(const QByteArray& path, int px)
{
    if (path.isEmpty() || missing_.contains(path))
        return {};
    px = sizeFor(px);
    if (const QPixmap* pixmap = pixmaps_.object(keyFor(path, px)))
        return *pixmap;
    {
        const std::lock_guard lock(work_->mutex);
        const Work::Request request{path, px};
        if (std::find(work_->running.begin(), work_->running.end(), request)
            == work_->running.end()) {
            const auto it = std::find(work_->waiting.begin(), work_->waiting.end(), request);
            const bool isNew = it == work_->waiting.end();
            if (!isNew)
                work_->waiting.erase(it);
            work_->waiting.push_back(request);
            if (work_->waiting.size() > maxWaiting)
                work_->waiting.pop_front();
            if (isNew)
                start();
        }
    }
    // A smaller one is better than none while the right one is decoded.
    for (int other : sizes) {
        if (const QPixmap* pixmap = pixmaps_.object(keyFor(path, other)))
            return *pixmap;
    }
    return {};
}

void CoverCache::start()
{
    work_->pool.start([this, work = work_] {
        Work::Request request;
        {
            const std::lock_guard lock(work->mutex);
            if (work->stopped || work->waiting.empty())
                return;
            request = work->waiting.back();
            work->waiting.pop_back();
            work->running.push_back(request);
        }
        QImage image = loadCover(work->reader, work->folder, request.path, request.px);
        QMetaObject::invokeMethod(
            this, [this, request, image] { deliver(request.path, request.px, image); },
            Qt::QueuedConnection);
    });
}

void CoverCache::deliver(const QByteArray& path, int px, const QImage& image)
{
    {
        const std::lock_guard lock(work_->mutex);
        std::erase(work_->running, Work::Request{path, px});
    }
    if (image.isNull())
        missing_.insert(path);
    else
        pixmaps_.insert(keyFor(path, px), new QPixmap(QPixmap::fromImage(image)),
            std::max(1, static_cast<int>(image.sizeInBytes() / 1024)));
    Q_EMIT arrived(path);
}

void CoverCache::waitForAll()
{
    for (;;) {
        {
            const std::lock_guard lock(work_->mutex);
            if (work_->waiting.empty() && work_->running.empty())
                return;
        }
        QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents, 20);
    }
}

} // namespace segue::ui

#include "moc_cover_cache.cpp"
