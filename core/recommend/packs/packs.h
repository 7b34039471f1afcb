#pragma once

#include "core/base/result.h"
#include "core/recommend/packs/pack.h"
#include "core/recommend/packs/pack_columns.h"

#include <QObject>
#include <QString>

#include <functional>
#include <string>
#include <vector>

namespace segue {

struct PackRequest {
    std::string file; ///< bytes, absolute
    std::string names; ///< bytes, absolute; a file that explains the ids; may be empty
    QString name; ///< empty: the file's
    std::vector<PackColumn> columns; ///< empty: as the file says
    bool dryRun = false; ///< only read and match
};

/// A pack against the library as it is.
struct PackReport {
    PackInfo info;
    std::vector<std::string> complaints; ///< when it was just read: the first lines left out
    std::int64_t itemsFound = 0; ///< of info.items, in the library
    std::int64_t listeners = 0, triplets = 0; ///< with two or more of them: learned from
    std::string problem; ///< the file is damaged, say; then nothing else is known but the id
};

/// Packs of public triplets: who, somewhere, plays what. They are learned from like other
/// listeners, and are nobody's friends. Main thread; the work is done elsewhere, and `then` is
/// called when it is, as long as `context` lives.
class Packs : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    template <class T>
    using Then = std::function<void(const T&)>;
    static constexpr int longestName = 60;

    /// All of them, damaged ones too, in the order in which they came.
    virtual void list(QObject* context, Then<std::vector<PackReport>> then) = 0;
    /// Reads a file and keeps it, whole or not at all. progressed() tells how far it is.
    virtual void add(const PackRequest& request, QObject* context, Then<Result<PackReport>> then)
        = 0;
    /// Breaks off every add() that has not ended: it fails then.
    virtual void cancel() = 0;
    /// Removes all of a pack.
    virtual void remove(std::int64_t id, QObject* context, Then<Result<void>> then) = 0;

Q_SIGNALS:
    void progressed(double share); ///< 0..1 of what add() is at
    void changed(); ///< there is one more, or less
};

} // namespace segue
