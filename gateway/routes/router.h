// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "gateway/openai/wire.h"

#include <functional>
#include <vector>

namespace gateway::routes {

//! What a caller has to show.
enum class Door {
    Key,   //!< a name of ours and a key
    Name,  //!< a name of ours
    Probe, //!< nothing: load balancers and container platforms ask by address
};

//! Answers an exchange; `rest` is what followed the path of a route that ends with '/'.
using RouteHandler = std::function<void(core::http::Exchange &, const QByteArray &rest)>;

struct Route {
    QByteArray method; //!< GET serves HEAD as well
    QByteArray path;   //!< below the prefix, e.g. "/models"; "/models/" takes what follows
    Door door = Door::Key;
    RouteHandler handler;
    ProblemBody problems = openai::problemBody; //!< how its dialect words what is wrong
    bool takesBody = true; //!< false: a POST without a body, and so without its type, is fine
};

//! Finds who answers a request. Every path is served with the prefix and without it, with
//! doubled and trailing slashes: people paste base URLs in all those forms.
class Router
{
public:
    struct Match {
        const Route *route = nullptr;
        QByteArray rest = {};
        QByteArray allow = {}; //!< without a route: the methods that the path has, or empty
        Door door = Door::Key;
        ProblemBody problems = openai::problemBody;
        QByteArray path = {};             //!< below the prefix
        const Problem *refusal = nullptr; //!< without a route: why there is none, for any method

        [[nodiscard]] bool isKnown() const { return route || refusal || !allow.isEmpty(); }
    };

    //! `prefix`: e.g. "/v1", which itself is always served.
    explicit Router(const QByteArray &prefix);

    void add(Route route);
    //! Paths below `path`, e.g. "/api/", that have no route are refused in this dialect.
    void speak(const QByteArray &path, ProblemBody problems);
    //! `path` and all below it are known and not served: this is the answer to every method, once
    //! the caller has shown a key. Routes come first.
    void refuse(const QByteArray &path, Problem why, ProblemBody problems = openai::problemBody);
    //! The result is good until the next `add()`.
    [[nodiscard]] Match find(QByteArrayView method, QByteArrayView target) const;
    //! Of a target in absolute form (RFC 9112, 3.2.2), otherwise null.
    [[nodiscard]] static QByteArrayView authorityOf(QByteArrayView target);

private:
    [[nodiscard]] QByteArray withoutPrefix(QByteArray path) const;
    [[nodiscard]] Match findPath(QByteArrayView method, const QByteArray &path) const;

    struct Refused {
        QByteArray path;
        Problem why;
        ProblemBody problems;
    };

    QList<QByteArray> m_prefixes;
    std::vector<Route> m_routes;
    std::vector<std::pair<QByteArray, ProblemBody>> m_dialects;
    std::vector<Refused> m_refused;
};

} // namespace gateway::routes
