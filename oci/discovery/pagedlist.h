// SPDX-License-Identifier: MIT
#pragma once

#include "oci/http/signedclient.h"

#include <QList>
#include <QUrl>

namespace oci {

//! One page of a list as it came.
struct ListPage {
    QByteArray body;
    QString requestId;
};

struct ListPages {
    QList<ListPage> pages;
    bool isComplete = true; //!< false: the list did not end within the limits
};

struct PageLimits {
    int mostPages = 100;                    //!< what comes after is not asked for
    qint64 mostBytes = 128LL * 1024 * 1024; //!< of all pages
};

//! Reads a list page by page (protocol reference, 9.1): only the header `opc-next-page` says
//! whether there is more, each page is signed for itself, a token that comes a second time ends
//! the list. `list` is the first page's URL. A page that fails is the failure of the list.
//! Cancelling the future closes the connection; it ends as cancelled with the client, too.
[[nodiscard]] QFuture<core::Result<ListPages>> fetchPages(SignedClient &client, const QUrl &list,
                                                          const PageLimits &limits = {});

} // namespace oci
