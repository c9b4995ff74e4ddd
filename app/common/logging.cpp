// SPDX-License-Identifier: MIT
#include "app/common/logging.h"

#include "core/json/json.h"

#include <QLoggingCategory>

#include <atomic>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace app {

namespace {

std::atomic<LogLevel> leastLevel = LogLevel::Info;
std::atomic<LogFormat> lineFormat = LogFormat::Text;

const char *nameOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "error";
}

LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return LogLevel::Debug;
    case QtInfoMsg:
        return LogLevel::Info;
    case QtWarningMsg:
        return LogLevel::Warning;
    case QtCriticalMsg:
    case QtFatalMsg:
        return LogLevel::Error;
    }
    return LogLevel::Error;
}

QString escaped(const QString &message)
{
    QString text;
    for (const QChar c : message) {
        if (c.unicode() >= 0x20 && c.unicode() != 0x7f)
            text += c;
        else
            text += u"\\x%1"_s.arg(uint(c.unicode()), 2, 16, QChar(u'0'));
    }
    return text;
}

void handleMessage(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const LogLevel level = levelOf(type);
    if (level < leastLevel && type != QtFatalMsg)
        return;
    // One write, so that lines of two threads do not mix.
    const QByteArray line =
            logLine(lineFormat, QDateTime::currentDateTimeUtc(), level, context.category, message);
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stderr);
}

} // namespace

QByteArray logLine(LogFormat format, const QDateTime &utc, LogLevel level,
                   const QByteArray &category, const QString &message)
{
    const QString time = utc.toString(Qt::ISODateWithMs);
    switch (format) {
    case LogFormat::Json: {
        const boost::json::object line{{"time", core::json::string(time)},
                                       {"level", nameOf(level)},
                                       {"category", core::json::string(QByteArrayView(category))},
                                       {"message", core::json::string(message)}};
        return core::json::serialize(line) + '\n';
    }
    case LogFormat::Text:
        break;
    }
    return time.toUtf8() + ' ' + nameOf(level) + ' ' + category + ": " + escaped(message).toUtf8() +
           '\n';
}

void installLog(LogLevel level, LogFormat format)
{
    leastLevel = level;
    lineFormat = format;
    // What is not shown is not even put together.
    QLoggingCategory::setFilterRules(level == LogLevel::Debug ? u"app.*=true"_s
                                                              : u"app.*.debug=false"_s);
    qInstallMessageHandler(handleMessage);
}

} // namespace app
