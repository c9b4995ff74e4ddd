// SPDX-License-Identifier: MIT
#include "app/common/modelfile/yamlnode.h"

#include <QHash>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <vector>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

using Kind = YamlNode::Kind;

std::unexpected<core::Error> unreadable(const QString &why)
{
    return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest, .message = why});
}

//! Ends the reading; YAML's own errors come as exceptions, too.
struct TooMuch {
    QString why;
};

QString textOf(const std::string &utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

//! Builds the tree out of yaml-cpp's events: its own tree resolves aliases without any bound.
class Builder final : public YAML::EventHandler
{
public:
    explicit Builder(const YamlLimits &limits) : m_limits(limits) { }

    YamlPointer root;

    void OnDocumentStart(const YAML::Mark &) override { }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        add(mark, anchor, {.kind = Kind::Null});
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.constFind(anchor);
        if (found == m_anchors.cend())
            throw TooMuch{
                    u"line %1: an alias stands inside what it stands for"_s.arg(lineOf(mark))};
        count();
        attach(*found);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        // "?": plain, in which YAML's words for nothing count
        const bool isNull = tag == "?" && (value.empty() || value == "~" || value == "null");
        add(mark, anchor,
            {.kind = isNull ? Kind::Null : Kind::Text, .text = isNull ? QString() : textOf(value)});
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(mark, anchor, Kind::List);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(mark, anchor, Kind::Map);
    }
    void OnMapEnd() override
    {
        merge(m_open.back());
        close();
    }

private:
    struct Open {
        std::shared_ptr<YamlNode> node;
        YAML::anchor_t anchor = 0;
        QString key; //!< of a map: the name whose value comes next
        bool hasKey = false;
        QHash<QString, qsizetype> places = {}; //!< of its members
        YamlPointer merged = {};               //!< what stands behind `<<`
    };

    static int lineOf(const YAML::Mark &mark) { return mark.line + 1; }

    void count()
    {
        if (++m_count > m_limits.nodes)
            throw TooMuch{u"it has more than %1 parts"_s.arg(m_limits.nodes)};
    }

    void add(const YAML::Mark &mark, YAML::anchor_t anchor, YamlNode node)
    {
        count();
        node.line = lineOf(mark);
        auto shared = std::make_shared<const YamlNode>(std::move(node));
        if (anchor != YAML::NullAnchor)
            m_anchors.insert(anchor, shared);
        attach(shared);
    }

    void open(const YAML::Mark &mark, YAML::anchor_t anchor, Kind kind)
    {
        count();
        if (int(m_open.size()) >= m_limits.depth)
            throw TooMuch{u"line %1: it is nested too deeply"_s.arg(lineOf(mark))};
        auto node = std::make_shared<YamlNode>();
        node->kind = kind;
        node->line = lineOf(mark);
        m_open.push_back({.node = std::move(node), .anchor = anchor, .key = {}});
    }

    void close()
    {
        const Open closed = std::move(m_open.back());
        m_open.pop_back();
        if (closed.anchor != YAML::NullAnchor)
            m_anchors.insert(closed.anchor, closed.node);
        attach(closed.node);
    }

    void attach(const YamlPointer &node)
    {
        if (m_open.empty()) {
            root = node;
            return;
        }
        Open &parent = m_open.back();
        if (parent.node->kind == Kind::List) {
            parent.node->items.append(node);
        } else if (!parent.hasKey) {
            if (node->kind == Kind::List || node->kind == Kind::Map)
                throw TooMuch{u"line %1: a name must be a text"_s.arg(node->line)};
            parent.key = node->text;
            parent.hasKey = true;
        } else {
            put(parent, parent.key, node);
            parent.hasKey = false;
        }
    }

    static void put(Open &map, const QString &name, const YamlPointer &value)
    {
        if (name == "<<"_L1) {
            map.merged = value;
            return;
        }
        const auto found = map.places.constFind(name);
        if (found != map.places.cend()) {
            map.node->members[*found].second = value; // the last one counts
            return;
        }
        map.places.insert(name, map.node->members.size());
        map.node->members.append({name, value});
    }

    //! https://yaml.org/type/merge.html: members of its own count more, then those of earlier maps.
    void merge(Open &map)
    {
        if (!map.merged)
            return;
        const QList<YamlPointer> sources =
                map.merged->kind == Kind::List ? map.merged->items : QList<YamlPointer>{map.merged};
        for (const YamlPointer &source : sources) {
            for (const auto &[name, value] : source->members) {
                count();
                if (!map.places.contains(name))
                    put(map, name, value);
            }
        }
    }

    YamlLimits m_limits;
    int m_count = 0;
    std::vector<Open> m_open;
    QHash<YAML::anchor_t, YamlPointer> m_anchors;
};

} // namespace

const YamlNode *YamlNode::find(const QString &name) const
{
    const auto found = std::ranges::find(members, name, &std::pair<QString, YamlPointer>::first);
    if (found == members.end() || found->second->kind == Kind::Null)
        return nullptr;
    return found->second.get();
}

QString YamlNode::textAt(const QString &name) const
{
    const YamlNode *found = find(name);
    return found && found->kind == Kind::Text ? found->text.trimmed() : QString();
}

Result<YamlPointer> readYaml(QByteArrayView text, const YamlLimits &limits)
{
    if (text.size() > limits.bytes)
        return unreadable(u"it is larger than %1 bytes"_s.arg(limits.bytes));
    Builder builder(limits);
    try {
        std::istringstream stream(std::string(text.data(), std::size_t(text.size())));
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
    } catch (const TooMuch &limit) {
        return unreadable(limit.why);
    } catch (const YAML::Exception &error) {
        const int line = error.mark.line + 1;
        const QString why = QString::fromStdString(error.msg);
        return unreadable(line > 0 ? u"line %1: %2"_s.arg(line).arg(why) : why);
    } catch (const std::exception &error) {
        return unreadable(QString::fromUtf8(error.what()));
    }
    if (!builder.root)
        builder.root = std::make_shared<const YamlNode>();
    return builder.root;
}

} // namespace app
