// SPDX-License-Identifier: MIT
#include "oci/auth/browsersignin.h"

#include "oci/auth/signinpage.h"

#include <QRandomGenerator>
#include <QTcpSocket>
#include <QUuid>
#include <QtConcurrentRun>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

constexpr int mostConnections = 16;

QByteArray answer(const QByteArray &status, const QByteArray &type, const QByteArray &body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
           "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n"
           "Content-Security-Policy: default-src 'none'; script-src 'unsafe-inline'; "
           "style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'\r\n"
           "Connection: close\r\n\r\n" +
           body;
}

QByteArray refusal(const QByteArray &status, const QByteArray &words)
{
    return answer(status, "text/plain", words);
}

QByteArray randomHex()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
}

QString item(const QUrlQuery &query, const QString &name)
{
    return query.queryItemValue(name, QUrl::FullyDecoded);
}

//! One line of text that a page gave us, for a person to read.
QString quoted(const QString &text)
{
    QString line = text;
    line.replace(u'+', u' ');
    return line.simplified().left(200);
}

std::unexpected<Error> failed(ErrorCode code, const QString &message, const char *reason)
{
    return std::unexpected(
            Error{.code = code, .message = message, .reason = QString::fromLatin1(reason)});
}

} // namespace

BrowserSignIn::BrowserSignIn(SignInSettings settings, core::Browser &browser, QThreadPool &pool,
                             QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_browser(browser)
    , m_pool(pool)
    , m_nonce(QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_pageSecret(randomHex())
{
    m_patience.setSingleShot(true);
    m_patience.callOnTimeout(this, [this] {
        end(failed(ErrorCode::Timeout,
                   u"Nobody signed in for %1 minutes, so Gatehouse stopped waiting. Start again "
                   "when you are ready."_s.arg(
                           std::chrono::ceil<std::chrono::minutes>(m_settings.patience).count()),
                   timedOut));
    });
}

BrowserSignIn::~BrowserSignIn() = default;

void BrowserSignIn::start()
{
    // The listener first: with its port taken there is no need to make a key or open a page.
    if (const auto listening = listen(); !listening) {
        QMetaObject::invokeMethod(
                this, [this, error = listening.error()] { end(std::unexpected(error)); },
                Qt::QueuedConnection);
        return;
    }
    QtConcurrent::run(&m_pool, [] {
        return PrivateKey::generate();
    }).then(this, [this](const Result<PrivateKey> &key) { open(key); });
}

Result<void> BrowserSignIn::listen()
{
    m_port = m_settings.port;
    // "localhost" may lead to either address. With only one of them ours, a program of somebody
    // else's on the other could be handed the token; but a computer may have no IPv6.
    for (const auto address : {QHostAddress::LocalHost, QHostAddress::LocalHostIPv6}) {
        auto server = std::make_unique<QTcpServer>();
        if (!server->listen(QHostAddress(address), m_port)) {
            const bool isBusy = server->serverError() == QAbstractSocket::AddressInUseError;
            if (!isBusy && address == QHostAddress::LocalHostIPv6)
                continue;
            m_servers.clear();
            return isBusy ? failed(ErrorCode::Unavailable,
                                   u"Another program uses port %1 of this computer, to which OCI "
                                   "sends the browser back; perhaps another sign-in is under way, "
                                   "here or with the OCI CLI. End it and try again."_s.arg(m_port),
                                   portBusy)
                          : failed(ErrorCode::Unavailable,
                                   u"Gatehouse cannot listen on port %1 of this computer, to which "
                                   "OCI sends the browser back: %2"_s.arg(QString::number(m_port),
                                                                          server->errorString()),
                                   portClosed);
        }
        m_port = server->serverPort();
        connect(server.get(), &QTcpServer::newConnection, this, [this, from = server.get()] {
            while (QTcpSocket *socket = from->nextPendingConnection())
                serve(*socket, from->findChildren<QTcpSocket *>().size() > mostConnections);
        });
        m_servers.push_back(std::move(server));
    }
    return {};
}

void BrowserSignIn::open(const Result<PrivateKey> &key)
{
    if (!key)
        return end(std::unexpected(key.error()));
    m_key = *key;
    m_patience.start(m_settings.patience);
    const QUrl page = signin::address({.loginBase = m_settings.loginBase,
                                       .redirect = u"http://localhost:%1"_s.arg(m_port),
                                       .nonce = m_nonce,
                                       .tenancy = m_settings.tenancy},
                                      m_key->publicKey());
    emit waiting(page, m_browser.open(page));
}

void BrowserSignIn::serve(QTcpSocket &socket, bool isTooMany)
{
    connect(&socket, &QTcpSocket::disconnected, &socket, &QObject::deleteLater);
    if (isTooMany) {
        socket.abort();
        return;
    }
    socket.setReadBufferSize(CallbackRequest::longest + 1);
    QTimer::singleShot(m_settings.requestTime, &socket, [&socket] { socket.abort(); });
    connect(&socket, &QTcpSocket::readyRead, this, [this, &socket, bytes = QByteArray()]() mutable {
        const qsizetype seen = std::max<qsizetype>(bytes.size() - 3, 0);
        bytes += socket.readAll();
        if (bytes.size() <= CallbackRequest::longest && bytes.indexOf("\r\n\r\n", seen) < 0)
            return; // the rest is yet to come
        CallbackRequest request;
        const bool isWhole = readCallbackRequest(bytes, request) == CallbackReading::Whole;
        disconnect(&socket, &QTcpSocket::readyRead, this, nullptr);
        socket.write(isWhole ? answerTo(request)
                             : refusal("400 Bad Request", "This is no request."));
        socket.flush(); // whoever hears that it is over may delete us
        socket.disconnectFromHost();
    });
}

bool BrowserSignIn::isOurs(QByteArrayView authority) const
{
    const QByteArray port = ':' + QByteArray::number(m_port);
    return authority == "localhost" + port || authority == "127.0.0.1" + port ||
           authority == "[::1]" + port;
}

QByteArray BrowserSignIn::answerTo(const CallbackRequest &request)
{
    // A page elsewhere whose name leads here by a trick of DNS has another Host.
    if (!isOurs(request.host))
        return refusal("403 Forbidden", "This address answers to localhost only.");
    constexpr QByteArrayView scheme("http://");
    if (!request.origin.isEmpty() &&
        !(request.origin.startsWith(scheme) &&
          isOurs(QByteArrayView(request.origin).sliced(scheme.size()))))
        return refusal("403 Forbidden", "Other pages are not answered here.");
    if (request.method != "GET")
        return refusal("405 Method Not Allowed", "Only GET is answered here.");
    if (request.path == "/")
        return answer("200 OK", "text/html", signin::handover(m_pageSecret));
    if (request.path != "/token")
        return refusal("404 Not Found", "There is nothing here.");
    if (!request.site.isEmpty() && request.site != "same-origin")
        return refusal("403 Forbidden", "Other pages are not answered here.");
    return handOver(request.query);
}

QByteArray BrowserSignIn::handOver(const QUrlQuery &result)
{
    const QByteArray page = item(result, u"page"_s).toLatin1();
    if (!core::Secret(QByteArrayView(m_pageSecret)).equals(page) || !m_key || m_ended)
        return refusal("403 Forbidden", "This does not belong to the sign-in that Gatehouse "
                                        "waits for. Start again there.");
    if (const QString error = item(result, u"error"_s); !error.isEmpty()) {
        const QString why = quoted(item(result, u"error_description"_s));
        end(failed(ErrorCode::Unauthorized,
                   u"OCI did not sign you in: %1"_s.arg(why.isEmpty() ? quoted(error) : why),
                   declined));
        return refusal("200 OK", "OCI did not sign you in. Go back to Gatehouse.");
    }
    const auto token = SessionToken::read(item(result, u"security_token"_s).toLatin1());
    if (!token)
        return refusal("400 Bad Request", "OCI's answer holds no token that Gatehouse can read. "
                                          "Start again there.");
    // Somebody else's session, or that of an earlier attempt.
    const auto identity = readJwt(item(result, u"id_token"_s).toLatin1());
    if (!token->isFor(*m_key) ||
        (identity && !identity->nonce.isEmpty() && identity->nonce != m_nonce))
        return refusal("403 Forbidden", "This token was made for another sign-in. Start again in "
                                        "Gatehouse.");
    end(SessionPair{.token = *token, .key = *m_key});
    return refusal("200 OK", "You are signed in. Go back to Gatehouse; this page can be closed.");
}

void BrowserSignIn::end(const Result<SessionPair> &session)
{
    if (m_ended)
        return;
    m_ended = true;
    m_patience.stop();
    // Not at once: the browser has yet to get its answer, and whoever hears may delete us.
    for (const auto &server : m_servers)
        server->close();
    QMetaObject::invokeMethod(
            this, [this, session] { emit finished(session); }, Qt::QueuedConnection);
}

} // namespace oci
