// SPDX-License-Identifier: MIT
#include "oci/demo/codesample.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace oci::demo {

namespace {

struct Entry {
    const char16_t *pattern; //!< matched as a whole word, whatever the case
    const char16_t *language;
    const char16_t *code;
};

constexpr Entry entries[] = {
        {u"c\\+\\+|cpp|qt", u"cpp",
         u"#include <print>\n\n"
         "int main()\n"
         "{\n"
         "    for (int n = 1; n <= 3; ++n)\n"
         "        std::println(\"{} squared is {}\", n, n * n);\n"
         "}"},
        {u"rust|cargo", u"rust",
         u"fn main() {\n"
         "    let total: u32 = (1..=10).filter(|n| n % 2 == 0).sum();\n"
         "    println!(\"The even numbers make {total}\");\n"
         "}"},
        {u"typescript|ts", u"typescript",
         u"type Reply = { model: string; tokens: number };\n\n"
         "const longest = (replies: Reply[]): Reply | undefined =>\n"
         "    replies.toSorted((a, b) => b.tokens - a.tokens)[0];"},
        {u"javascript|js|node", u"javascript",
         u"const words = \"a simulated answer\".split(\" \");\n\n"
         "for (const [index, word] of words.entries()) {\n"
         "    console.log(`${index + 1}. ${word}`);\n"
         "}"},
        {u"sql|sqlite|database", u"sql",
         u"SELECT model, count(*) AS answers, avg(tokens) AS mean_tokens\n"
         "  FROM turns\n"
         " WHERE created >= date('now', '-7 days')\n"
         " GROUP BY model\n"
         " ORDER BY answers DESC;"},
        {u"bash|shell|terminal|curl|linux", u"bash",
         u"curl -sN http://127.0.0.1:8088/v1/chat/completions \\\n"
         "    -H \"Authorization: Bearer $GATEHOUSE_API_KEY\" \\\n"
         "    -H \"Content-Type: application/json\" \\\n"
         "    -d '{\"model\": \"meta.llama-3.3-70b-instruct\", \"stream\": true,\n"
         "         \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'"},
        {u"java|kotlin", u"java",
         u"record Answer(String model, int tokens) {\n"
         "    boolean isShort() {\n"
         "        return tokens < 100;\n"
         "    }\n"
         "}"},
        {u"golang|in go|go code|go program", u"go",
         u"package main\n\n"
         "import \"fmt\"\n\n"
         "func main() {\n"
         "\tfor i := range 3 {\n"
         "\t\tfmt.Println(\"event\", i)\n"
         "\t}\n"
         "}"},
        {u"html|css", u"html",
         u"<article>\n"
         "    <h1>A simulated page</h1>\n"
         "    <p>Written by the <em>demo service</em>.</p>\n"
         "</article>"},
        {u"json|yaml", u"json",
         u"{\n"
         "    \"simulated\": true,\n"
         "    \"models\": [\"meta.llama-3.3-70b-instruct\", \"xai.grok-4.3\"]\n"
         "}"},
};

constexpr Entry python{u"python", u"python",
                       u"from collections import Counter\n\n\n"
                       "def most_common(text: str, count: int = 3) -> list[tuple[str, int]]:\n"
                       "    \"\"\"The words that a text repeats most.\"\"\"\n"
                       "    return Counter(text.lower().split()).most_common(count)\n\n\n"
                       "print(most_common(\"the demo says what the demo says\"))"};

} // namespace

CodeSample codeSampleFor(const QString &question)
{
    for (const Entry &entry : entries) {
        const QRegularExpression word(u"(?<![\\p{L}\\p{N}])(?:"_s + QString(entry.pattern) +
                                              u")(?![\\p{L}\\p{N}+])"_s,
                                      QRegularExpression::CaseInsensitiveOption);
        if (question.left(20'000).contains(word))
            return {QString(entry.language), QString(entry.code)};
    }
    return {QString(python.language), QString(python.code)};
}

} // namespace oci::demo
