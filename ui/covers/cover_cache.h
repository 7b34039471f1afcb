#pragma once

#include "ui/services.h"

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QSet>

#include <memory>

namespace segue::ui {

/// Decodes an untrusted picture, cropped to a square of `px` (at most: small ones stay small). Only
/// the formats that players meet, at most 100 megapixels and 256 MiB; a null image for the rest.
/// Any thread.
QImage decodeCover(const QByteArray& bytes, int px);

/// Thumbnails of covers: decoded on two pool threads when first painted (newest request first),
/// at most 48 MiB in memory, kept as JPEG in the cache folder across starts. Main thread.
class CoverCache : public QObject {
    Q_OBJECT

public:
    /// `folder` empty: nothing is kept on disk.
    CoverCache(CoverReader reader, QString folder, QObject* parent = nullptr);
    ~CoverCache() override;

    /// The cover of the track at `path`, about `px` device pixels wide; null while it is being
    /// loaded (arrived() follows) or when there is none.
    QPixmap find(const QByteArray& path, int px);
    bool isMissing(const QByteArray& path) const { return missing_.contains(path); }
    /// Files may have changed: looks again for covers that were missing.
    void forgetMissing() { missing_.clear(); }
    /// Waits until no request is open; for screenshots and tests.
    void waitForAll();

Q_SIGNALS:
    /// The cover of this track is there, or known to be missing.
    void arrived(const QByteArray& path);

private:
    struct Work;
    void start();
    void deliver(const QByteArray& path, int px, const QImage& image);

    std::shared_ptr<Work> work_;
    QCache<QByteArray, QPixmap> pixmaps_;
    QSet<QByteArray> missing_;
};

} // namespace segue::ui
