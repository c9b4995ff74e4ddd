// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json.h"
#include "core/stream/sseparser.h"

#include <QByteArrayList>
#include <QStringList>

#include <set>
#include <string>

namespace tests {

//! What a client makes of the events, by OpenAI's own rules; says what is wrong with them.
class ResponsesClient
{
public:
    void take(const QByteArrayList &events)
    {
        for (const QByteArray &bytes : events) {
            core::SseParser parser;
            const auto parsed = parser.feed(bytes);
            check(parsed.size() == 1, "one event in each piece");
            for (const core::SseEvent &event : parsed)
                takeEvent(event);
        }
    }

    QStringList types;
    QByteArrayList wrong;
    boost::json::object response; //!< as put together
    boost::json::object last;     //!< as the last event has it
    bool isOver = false;

private:
    void check(bool good, const QByteArray &what)
    {
        if (!good)
            wrong.append(what);
    }

    boost::json::object &item(const boost::json::object &event)
    {
        const auto index = std::size_t(event.at("output_index").as_int64());
        boost::json::array &output = response["output"].as_array();
        if (index >= output.size()) {
            check(false, "an item that was not announced");
            output.resize(index + 1, boost::json::object());
        }
        boost::json::object &found = output[index].as_object();
        if (event.contains("item_id"))
            check(found["id"] == event.at("item_id"), "the id of an item stays");
        return found;
    }

    boost::json::object &part(const boost::json::object &event, std::string_view list,
                              std::string_view index)
    {
        boost::json::array &parts = item(event)[list].as_array();
        const auto place = std::size_t(event.at(index).as_int64());
        if (place >= parts.size()) {
            check(false, "a part that was not announced");
            parts.resize(place + 1, boost::json::object());
        }
        return parts[place].as_object();
    }

    static void append(boost::json::value &text, const boost::json::value &more)
    {
        text = boost::json::string(std::string(text.as_string()) + std::string(more.as_string()));
    }

    void takeEvent(const core::SseEvent &raw)
    {
        const auto read = core::json::parseObject(raw.data);
        check(read.has_value(), "JSON");
        if (!read)
            return;
        const boost::json::object &event = *read;
        const QString type = core::json::textAt(event, "type");
        check(raw.name == type.toUtf8(), "the event's name is its type");
        check(event.at("sequence_number").as_int64() == m_next++, "numbers rise by one");
        check(!isOver, "nothing after the end");
        types.append(type);
        if (type == QLatin1StringView("response.created")) {
            check(types.size() == 1, "created comes first");
            response = event.at("response").as_object();
        } else if (event.contains("response")) {
            last = event.at("response").as_object();
            check(last.at("id") == response.at("id"), "one id");
            isOver = type != QLatin1StringView("response.in_progress") &&
                     type != QLatin1StringView("response.queued");
        } else if (type == QLatin1StringView("response.output_item.added")) {
            boost::json::array &output = response["output"].as_array();
            check(event.at("output_index").as_int64() == qint64(output.size()), "places in order");
            output.push_back(event.at("item"));
        } else if (type == QLatin1StringView("response.output_item.done")) {
            boost::json::object grown = item(event);
            check(m_closed.insert(event.at("output_index").as_int64()).second, "done once");
            const boost::json::object &done = event.at("item").as_object();
            if (grown.contains("status"))
                grown["status"] = done.at("status");
            check(grown == done,
                  "what was streamed is what is done: " + core::json::serialize(grown) + " / " +
                          core::json::serialize(done));
            item(event) = done;
        } else {
            takePiece(type, event);
        }
    }

    void takePiece(const QString &type, const boost::json::object &event)
    {
        check(!m_closed.contains(event.at("output_index").as_int64()), "nothing after done");
        if (type == QLatin1StringView("response.content_part.added"))
            item(event)["content"].as_array().push_back(event.at("part"));
        else if (type == QLatin1StringView("response.reasoning_summary_part.added"))
            item(event)["summary"].as_array().push_back(event.at("part"));
        else if (type == QLatin1StringView("response.content_part.done"))
            check(part(event, "content", "content_index") == event.at("part"), "content part");
        else if (type == QLatin1StringView("response.reasoning_summary_part.done"))
            check(part(event, "summary", "summary_index") == event.at("part"), "summary part");
        else if (type == QLatin1StringView("response.output_text.delta")) {
            boost::json::object &text = part(event, "content", "content_index");
            append(text["text"], event.at("delta"));
            for (const boost::json::value &token : event.at("logprobs").as_array())
                text["logprobs"].as_array().push_back(token);
        } else if (type == QLatin1StringView("response.output_text.annotation.added"))
            part(event, "content", "content_index")["annotations"].as_array().push_back(
                    event.at("annotation"));
        else if (type == QLatin1StringView("response.refusal.delta"))
            append(part(event, "content", "content_index")["refusal"], event.at("delta"));
        else if (type == QLatin1StringView("response.reasoning_summary_text.delta"))
            append(part(event, "summary", "summary_index")["text"], event.at("delta"));
        else if (type == QLatin1StringView("response.function_call_arguments.delta"))
            append(item(event)["arguments"], event.at("delta"));
        else if (type == QLatin1StringView("response.custom_tool_call_input.delta"))
            append(item(event)["input"], event.at("delta"));
        else if (type == QLatin1StringView("response.output_text.done"))
            check(part(event, "content", "content_index")["text"] == event.at("text"), "text done");
        else if (type == QLatin1StringView("response.refusal.done"))
            check(part(event, "content", "content_index")["refusal"] == event.at("refusal"),
                  "refusal done");
        else if (type == QLatin1StringView("response.reasoning_summary_text.done"))
            check(part(event, "summary", "summary_index")["text"] == event.at("text"),
                  "summary done");
        else if (type == QLatin1StringView("response.function_call_arguments.done"))
            check(item(event)["arguments"] == event.at("arguments"), "arguments done");
        else if (type == QLatin1StringView("response.custom_tool_call_input.done"))
            check(item(event)["input"] == event.at("input"), "input done");
        else
            check(false, "unknown event " + type.toUtf8());
    }

    qint64 m_next = 0;
    std::set<qint64> m_closed;
};

} // namespace tests
