#pragma once

#include "core/library/filter/filter_query.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace segue::ui {

/// What is wrong with a filter, in words under the field, with the filter and the wrong place in
/// it. Hidden when nothing is.
class FilterMessage : public QWidget {
    Q_OBJECT

public:
    explicit FilterMessage(QWidget* parent = nullptr);

    void show(const std::optional<FilterError>& error, const QString& filter);
    QString message() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* icon_;
    QLabel* filter_;
    QLabel* text_;
};

} // namespace segue::ui
