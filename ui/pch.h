#pragma once

#include <QAbstractButton>
#include <QAbstractTableModel>
#include <QApplication>
#include <QBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QString>
#include <QTableView>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>
