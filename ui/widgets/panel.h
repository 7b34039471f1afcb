#pragma once

#include "core/recommend/service/taste_report.h"

#include <QVBoxLayout>
#include <QWidget>

namespace segue::ui {

class Commands;

/// A titled part of a page on a surface of its own.
class Panel : public QWidget {
public:
    explicit Panel(const QString& title, QWidget* parent = nullptr);
    QVBoxLayout& column() const { return *column_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVBoxLayout* column_;
};

/// Names with their plays, most first; a click goes to the album.
class TopList : public QWidget {
public:
    explicit TopList(Commands& commands, QWidget* parent = nullptr);
    void setEntries(const std::vector<TasteReport::Entry>& entries);

private:
    Commands& commands_;
    QVBoxLayout* column_;
};

} // namespace segue::ui
