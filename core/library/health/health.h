#pragma once

#include "core/library/health/findings.h"
#include "core/library/health/remedies.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>

namespace segue {

/// How clean the collection is, and what one click does about it. Main thread; looking and writing
/// are done elsewhere.
class Health : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// The last look; null before the first.
    virtual HealthReportPtr report() const = 0;
    virtual bool isLooking() const = 0;
    /// Looks in the background where the library changed since the last look; changed() follows.
    virtual void look() = 0;

    /// What is found is one from now on: `findings` are of one kind, with a remedy. Undoable.
    virtual void apply(const std::vector<Finding>& findings) = 0;
    /// It is right as it is: not to be found again. Undoable.
    virtual void dismiss(const Finding& finding) = 0;
    /// Takes the newest of both back; says what, or nothing.
    virtual std::optional<QString> undo() = 0;

Q_SIGNALS:
    /// Another report is there, or looking began or ended.
    void changed();
    /// Something was decided: what, for the user.
    void decided(const QString& what);
    void problem(const QString& message);
};

} // namespace segue
