/** Months by their names in the languages people write dates in; letters are compared without their accents. */
const languages = [
  'january february march april may june july august september october november december',
  'januar februar märz april mai juni juli august september oktober november dezember',
  'jänner feber mrz april mai juni juli august september oktober november dezember',
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'januari februari maart april mei juni juli augustus september oktober november december',
  'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  'januari februari mars april maj juni juli augusti september oktober november december',
  'januar februar mars april maj juni juli august september oktober november desember',
  'ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık',
  'styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień',
  'stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia',
  'ledna února března dubna května června července srpna září října listopadu prosince',
  'leden únor březen duben květen červen červenec srpen září říjen listopad prosinec',
  'januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra',
  'január február március április május június július augusztus szeptember október november december',
  'tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta',
  'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie',
  'januari februari maret april mei juni juli agustus september oktober november desember',
  'січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня',
  'ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου',
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
  'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь',
];

const fold = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every beginning of three letters or more that means one month only. */
const months = new Map<string, number>();
const clashing = new Set<string>();
for (const language of languages)
  fold(language)
    .split(' ')
    .forEach((name, month) => {
      for (let length = 3; length <= name.length; length++) {
        const start = name.slice(0, length);
        const known = months.get(start);
        if (known !== undefined && known !== month + 1) clashing.add(start);
        months.set(start, month + 1);
      }
    });
for (const start of clashing) months.delete(start);
// červen is whole, and begins červenec.
for (const language of languages)
  fold(language)
    .split(' ')
    .forEach((name, month) => months.set(name, month + 1));
months.set('mrt', 3).set('sept', 9).set('ene', 1).set('dic', 12).set('mar', 3);

/** 1 to 12; undefined when no month is called so. */
export const monthOfName = (name: string): number | undefined => months.get(fold(name).replace(/\.$/, ''));
