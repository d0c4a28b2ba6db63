#include "extract/stock.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "extract/words.hpp"

namespace lissom::extract {
namespace {

constexpr std::size_t longest_remark = 80;  // bytes; longer ones are prose about many things

// How shops of many languages say that there is none. Looked for first: "not available" holds "available".
constexpr auto none_left = std::to_array<std::string_view>({
    "out of stock",
    "sold out",
    "unavailable",
    "not available",
    "no longer available",
    "outofstock",
    "soldout",
    "discontinued",
    "not in stock",
    "backorder",
    "nicht verfügbar",
    "nicht lieferbar",
    "nicht auf lager",
    "ausverkauft",
    "vergriffen",
    "indisponible",
    "épuisé",
    "rupture de stock",
    "en rupture",
    "non disponibile",
    "esaurito",
    "no disponible",
    "agotado",
    "sin existencias",
    "sin stock",
    "indisponível",
    "esgotado",
    "uitverkocht",
    "niet beschikbaar",
    "niet op voorraad",
    "niet leverbaar",
    "slutsåld",
    "ikke på lager",
    "ej i lager",
    "loppuunmyyty",
    "ei saatavilla",
    "läbi müüdud",
    "vypredan",
    "vyprodán",
    "nedostupn",
    "nie je skladom",
    "není skladem",
    "niedostępn",
    "wyprzedan",
    "brak w magazynie",
    "elfogyott",
    "nincs készleten",
    "stoc epuizat",
    "indisponibil",
    "нет в наличии",
    "распродан",
    "немає в наявності",
    "tükendi",
    "stokta yok",
    "売り切れ",
    "在庫切れ",
    "缺貨",
    "缺货",
    "售完",
    "售罄",
    "품절",
});

constexpr auto some_left = std::to_array<std::string_view>({
    "in stock",    "available",   "instock",     "limitedavailability",
    "onlineonly",  "instoreonly", "add to cart", "add to basket",
    "add to bag",  "buy now",     "auf lager",   "lieferbar",
    "verfügbar",   "vorrätig",    "en stock",    "disponible",
    "disponibile", "disponível",  "em stock",    "op voorraad",
    "i lager",     "på lager",    "varastossa",  "laos olemas",
    "skladem",     "skladom",     "na sklade",   "dostępn",
    "w magazynie", "raktáron",    "în stoc",     "в наличии",
    "в наявності", "stokta",      "在庫あり",    "有货",
    "現貨",
});

// Lower case also beyond ASCII, where the capitals of these languages differ from the small letters by one
// bit: "É" and "é", "В" and "в".
std::string folded(std::string_view text)
{
    std::string low = lower(text);
    for (std::size_t i = 0; i + 1 < low.size(); ++i) {
        const auto lead = static_cast<unsigned char>(low[i]);
        auto& next = low[i + 1];
        const auto trail = static_cast<unsigned char>(next);
        if (lead == 0xC3 && trail >= 0x80 && trail <= 0x9E) next = static_cast<char>(trail + 0x20);
        if (lead == 0xD0 && trail >= 0x90 && trail <= 0x9F) next = static_cast<char>(trail + 0x20);
        if (lead == 0xD0 && trail >= 0xA0 && trail <= 0xAF) {
            low[i] = static_cast<char>(0xD1);
            next = static_cast<char>(trail - 0x20);
        }
    }
    return low;
}

}  // namespace

std::optional<bool> told_stock(std::string_view text)
{
    if (text.empty() || text.size() > longest_remark) return std::nullopt;
    const auto low = folded(text);
    const auto says = [&](std::string_view words) { return low.find(words) != std::string::npos; };
    if (std::ranges::any_of(none_left, says)) return false;
    if (std::ranges::any_of(some_left, says)) return true;
    if (low.starts_with("only ") && says("left")) return true;
    return std::nullopt;
}

}  // namespace lissom::extract
