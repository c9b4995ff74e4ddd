// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/browser.h"
#include "core/result.h"
#include "oci/auth/callbackrequest.h"
#include "oci/auth/sessionsource.h"

#include <QObject>
#include <QTcpServer>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace oci {

//! What a sign-in with a browser is told.
struct SignInSettings {
    QUrl loginBase;      //!< of the service "login"
    QString tenancy;     //!< name of the tenancy; empty: the page asks for it
    quint16 port = 8181; //!< OCI sends the browser back to this one only; tests take another
    std::chrono::milliseconds patience = std::chrono::minutes(5);     //!< with the person
    std::chrono::milliseconds requestTime = std::chrono::seconds(15); //!< for one to arrive whole
};

//! Signs a person in with the browser, as `oci session authenticate` does (protocol reference,
//! 3.4): makes a key pair, opens OCI's page, and takes the token that the browser brings back to
//! a listener on the loopback addresses.
//!
//! What comes from another page than ours, or is for another key or nonce, is refused, and the
//! wait goes on; one answer ends it. Destroying it ends everything. Lives in one thread, with an
//! event loop; browser and pool outlive it.
class BrowserSignIn final : public QObject
{
    Q_OBJECT

public:
    //! Error::reason where another program has the port.
    static constexpr auto portBusy = "sign_in_port_busy";
    //! Where it cannot be listened on.
    static constexpr auto portClosed = "sign_in_port_closed";
    //! Where nobody came back in time.
    static constexpr auto timedOut = "sign_in_timeout";
    //! Where OCI said no.
    static constexpr auto declined = "sign_in_declined";

    BrowserSignIn(SignInSettings settings, core::Browser &browser, QThreadPool &pool,
                  QObject *parent = nullptr);
    ~BrowserSignIn() override;

    void start();

signals:
    //! The person is expected to sign in at `page`; `opened` says whether a browser shows it.
    void waiting(const QUrl &page, bool opened);
    //! Once and last.
    void finished(const core::Result<oci::SessionPair> &session);

private:
    [[nodiscard]] core::Result<void> listen();
    void open(const core::Result<PrivateKey> &key);
    void serve(QTcpSocket &socket, bool isTooMany);
    [[nodiscard]] QByteArray answerTo(const CallbackRequest &request);
    [[nodiscard]] QByteArray handOver(const QUrlQuery &result);
    [[nodiscard]] bool isOurs(QByteArrayView authority) const;
    void end(const core::Result<SessionPair> &session);

    SignInSettings m_settings;
    core::Browser &m_browser;
    QThreadPool &m_pool;
    std::vector<std::unique_ptr<QTcpServer>> m_servers; //!< one for each loopback address
    quint16 m_port = 0;
    QString m_nonce;
    QByteArray m_pageSecret;
    std::optional<PrivateKey> m_key;
    QTimer m_patience;
    bool m_ended = false;
};

} // namespace oci
