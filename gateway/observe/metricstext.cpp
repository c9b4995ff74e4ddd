// SPDX-License-Identifier: MIT
#include "gateway/observe/metricstext.h"

#include <chrono>

namespace gateway::observe {

namespace {

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', 15);
}

QByteArray seconds(qint64 micros)
{
    return number(double(micros) / 1e6);
}

//! Backslash, quote and line feed are escaped; other control characters have no business there.
void appendEscaped(QByteArray &out, QByteArrayView value)
{
    for (const char c : value) {
        if (c == '\n')
            out.append("\\n");
        else if (c == '\\' || c == '"')
            out.append('\\').append(c);
        else
            out.append(uchar(c) < 0x20 || c == 0x7f ? '?' : c);
    }
}

const char *wordOf(MetricsText::Type type, MetricsText::Format format)
{
    switch (type) {
    case MetricsText::Type::Counter:
        return "counter";
    case MetricsText::Type::Gauge:
        return "gauge";
    case MetricsText::Type::Histogram:
        return "histogram";
    case MetricsText::Type::Info:
        return format == MetricsText::Format::OpenMetrics ? "info" : "gauge";
    }
    return "untyped";
}

QByteArrayView suffixOf(MetricsText::Type type)
{
    switch (type) {
    case MetricsText::Type::Counter:
        return "_total";
    case MetricsText::Type::Info:
        return "_info";
    case MetricsText::Type::Gauge:
    case MetricsText::Type::Histogram:
        break;
    }
    return {};
}

} // namespace

void MetricsText::family(QByteArrayView name, Type type, QByteArrayView help)
{
    m_family = name.toByteArray();
    m_type = type;
    // OpenMetrics names the family; the older format names its samples.
    QByteArray head = m_family;
    if (m_format == Format::Prometheus)
        head.append(suffixOf(type));
    m_out.append("# HELP ").append(head).append(' ').append(help).append('\n');
    m_out.append("# TYPE ").append(head).append(' ').append(wordOf(type, m_format)).append('\n');
}

void MetricsText::beginSample(QByteArrayView suffix, Labels labels, QByteArrayView bound)
{
    m_out.append(m_family).append(suffix);
    char before = '{';
    const auto append = [this, &before](QByteArrayView name, QByteArrayView value) {
        m_out.append(std::exchange(before, ',')).append(name).append("=\"");
        appendEscaped(m_out, value);
        m_out.append('"');
    };
    for (const auto &[name, value] : labels)
        append(name, value);
    if (!bound.isNull())
        append("le", bound);
    if (before == ',')
        m_out.append('}');
}

void MetricsText::endSample(const QByteArray &value)
{
    m_out.append(' ').append(value).append('\n');
}

void MetricsText::sample(Labels labels, quint64 value)
{
    beginSample(suffixOf(m_type), labels);
    endSample(QByteArray::number(value));
}

void MetricsText::sample(Labels labels, qint64 value)
{
    beginSample(suffixOf(m_type), labels);
    endSample(QByteArray::number(value));
}

void MetricsText::sample(Labels labels, double value)
{
    beginSample(suffixOf(m_type), labels);
    endSample(number(value));
}

void MetricsText::sample(Labels labels, const Histogram &histogram)
{
    quint64 soFar = 0;
    for (std::size_t i = 0; i < Histogram::bounds.size(); ++i) {
        soFar += histogram.in(i);
        beginSample("_bucket", labels, seconds(Histogram::bounds[i]));
        endSample(QByteArray::number(soFar));
    }
    beginSample("_bucket", labels, "+Inf");
    endSample(QByteArray::number(histogram.count()));
    beginSample("_sum", labels);
    endSample(seconds(histogram.sum().count()));
    beginSample("_count", labels);
    endSample(QByteArray::number(histogram.count()));
}

QByteArray MetricsText::finish()
{
    if (m_format == Format::OpenMetrics)
        m_out.append("# EOF\n");
    return std::move(m_out);
}

QByteArray MetricsText::contentType(Format format)
{
    return format == Format::OpenMetrics
                   ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                   : "text/plain; version=0.0.4; charset=utf-8";
}

} // namespace gateway::observe
