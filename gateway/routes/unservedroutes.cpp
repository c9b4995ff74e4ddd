// SPDX-License-Identifier: MIT
#include "gateway/routes/unservedroutes.h"

#include "gateway/problems/refusals.h"

#include <array>

using namespace Qt::StringLiterals;

namespace gateway::routes {

namespace {

struct Unserved {
    QByteArrayView path;
    QLatin1StringView what;
    QLatin1StringView instead; //!< what to do, a whole sentence; may be empty
};

constexpr std::array unserved{
        Unserved{"/audio", "speech, transcriptions or translations of sound"_L1,
                 "Send sound as an input_audio part of a chat to a model that hears."_L1},
        Unserved{"/images", "images made or edited"_L1, {}},
        Unserved{"/videos", "videos"_L1, {}},
        Unserved{"/files", "stored files"_L1,
                 "Send a file's content within the chat (file_data, image_url)."_L1},
        Unserved{"/uploads", "uploads"_L1,
                 "Send a file's content within the chat (file_data, image_url)."_L1},
        Unserved{"/batches", "batches"_L1, "Send the requests one by one."_L1},
        Unserved{"/fine_tuning", "fine-tuning jobs"_L1,
                 "OCI tunes models in its console; the endpoints of such models are served "
                 "here."_L1},
        Unserved{"/assistants", "assistants"_L1, "Use chat completions."_L1},
        Unserved{"/threads", "threads"_L1, "Send the whole conversation with each chat."_L1},
        Unserved{"/vector_stores", "vector stores"_L1,
                 "Compute embeddings and search them where you keep them."_L1},
        Unserved{"/realtime", "realtime sessions"_L1, "Use streamed chat completions."_L1},
        Unserved{"/containers", "containers"_L1, {}},
        Unserved{"/evals", "evaluations"_L1, {}},
        Unserved{"/conversations", "stored conversations"_L1,
                 "Send the whole conversation with each request."_L1},
};

} // namespace

void addUnservedRoutes(Router &router)
{
    for (const Unserved &each : unserved) {
        QString text = u"OCI Generative AI does not offer %1, so they cannot be had here."_s.arg(
                each.what);
        if (!each.instead.isEmpty())
            text += u' ' + each.instead;
        router.refuse(each.path.toByteArray(), refusals::notServed(text));
    }
}

void addMissingBackend(Router &router, const QByteArrayList &paths, const QString &what)
{
    for (const QByteArray &path : paths) {
        router.refuse(path, refusals::notServed(
                                    u"%1 cannot be had from this gateway's service."_s.arg(what)));
    }
}

} // namespace gateway::routes
