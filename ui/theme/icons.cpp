// SPDX-License-Identifier: MIT
#include "ui/theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

class TintedSvg final : public QIconEngine
{
public:
    TintedSvg(QByteArray svg, std::function<QColor(bool)> ink)
        : m_svg(std::move(svg))
        , m_ink(std::move(ink))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QByteArray svg = m_svg;
        svg.replace("currentColor", m_ink(mode != QIcon::Disabled).name().toLatin1());
        QSvgRenderer renderer(svg);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        renderer.render(painter, square);
        painter->restore();
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override
    {
        const QSize inPixels = (QSizeF(size) * scale).toSize();
        QPixmap pixmap(inPixels);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), inPixels), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine *clone() const override { return new TintedSvg(m_svg, m_ink); }

private:
    QByteArray m_svg;
    std::function<QColor(bool)> m_ink;
};

} // namespace

QIcon tintedIcon(const QString &name, std::function<QColor(bool)> ink)
{
    QFile file(u":/icons/%1.svg"_s.arg(name));
    const bool found = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(found, "tintedIcon", qPrintable(name));
    return QIcon(new TintedSvg(found ? file.readAll() : QByteArray(), std::move(ink)));
}

} // namespace ui
