// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/observe/histogram.h"

#include <QByteArray>

#include <initializer_list>
#include <utility>

namespace gateway::observe {

//! Writes metrics as Prometheus reads them: its text format 0.0.4, or OpenMetrics 1.0. Families
//! one after the other, the samples of each behind its head.
class MetricsText
{
public:
    enum class Format { Prometheus, OpenMetrics };
    enum class Type { Counter, Gauge, Histogram, Info };
    using Label = std::pair<QByteArrayView, QByteArrayView>;
    using Labels = std::initializer_list<Label>;

    explicit MetricsText(Format format) : m_format(format) { }

    //! `name` of a counter: without "_total"; of an info: without "_info".
    void family(QByteArrayView name, Type type, QByteArrayView help);
    //! Of the family begun last.
    void sample(Labels labels, quint64 value);
    void sample(Labels labels, qint64 value);
    void sample(Labels labels, double value);
    void sample(Labels labels, const Histogram &histogram);
    //! Of no more use then.
    [[nodiscard]] QByteArray finish();

    [[nodiscard]] static QByteArray contentType(Format format);

private:
    void beginSample(QByteArrayView suffix, Labels labels, QByteArrayView bound = {});
    void endSample(const QByteArray &value);

    Format m_format;
    QByteArray m_out;
    QByteArray m_family;
    Type m_type = Type::Gauge;
};

} // namespace gateway::observe
