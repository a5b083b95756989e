/** Letters beyond ASCII of the languages that each single-byte encoding serves; `frequent` are those most met. */
export interface Alphabet {
  letters: string;
  frequent: string;
  prior?: number;
  /** The frequent letters stand in the order of how often they are met. */
  ranked?: boolean;
}

const alphabet = (letters: string, frequent = letters, prior = 0): Alphabet => ({ letters, frequent, prior });
const cyrillic = 'абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђѓѕјљњћќџ';
const commonCyrillic = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ';
const cyrillicOf = (letters: string, prior = 0): Alphabet => ({
  ...alphabet(letters, commonCyrillic, prior),
  ranked: true,
});
const greek = 'αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ';
const hebrew = 'אבגדהוזחטיךכלםמןנסעףפץצקרשת';
const arabic = 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىةپچژگ';

export const alphabets: [string, Alphabet[]][] = [
  [
    'windows-1252',
    [
      alphabet('éèêëàâçùûüîïôœæÿ', 'éèêàçâîôû', 0.02),
      alphabet('äöüßé', 'äöüß', 0.02),
      alphabet('áéíóúñü¿¡', 'áéíóúñ', 0.02),
      alphabet('áâãàçéêíóôõú', 'áâãçéêíóõú', 0.02),
      alphabet('àèéìòù', 'àèéìòù', 0.02),
      alphabet('åäöæøé', 'åäöæø', 0.02),
      alphabet('áðéíóúýþæö', 'áðéíóúýþæö', -0.05),
      alphabet('éëïöüáóíè', 'éëïöü', 0.01),
    ],
  ],
  [
    'windows-1250',
    [
      alphabet('ąćęłńóśźż'),
      alphabet('áčďéěíňóřšťúůýž'),
      alphabet('áäčďéíĺľňóôŕšťúýž'),
      alphabet('áéíóöőúüű', 'áéíóöőüű', -0.01),
      alphabet('ăâîşţ'),
      alphabet('čćđšž'),
    ],
  ],
  ['windows-1251', [cyrillicOf(cyrillic)]],
  ['koi8-r', [cyrillicOf('абвгдежзийклмнопрстуфхцчшщъыьэюяё')]],
  ['ibm866', [cyrillicOf(cyrillic, -0.01)]],
  ['x-mac-cyrillic', [cyrillicOf(cyrillic, -0.04)]],
  ['iso-8859-5', [cyrillicOf(cyrillic, -0.02)]],
  ['windows-1253', [alphabet(greek, 'αεηικλνοπρστυςάέίό')]],
  ['windows-1254', [alphabet('çğıi̇öşüâîû', 'çğıi̇öşü', 0.015)]],
  ['windows-1255', [alphabet(hebrew)]],
  ['windows-1256', [alphabet(arabic, 'اتدرسعلمنهويبقفكة')]],
  ['windows-1257', [alphabet('āčēģīķļņšūž'), alphabet('ąčęėįšųūž'), alphabet('äöüõšž', 'äöüõ', -0.02)]],
  [
    'iso-8859-2',
    [alphabet('ąćęłńóśźż', 'ąćęłńóśźż', -0.03), alphabet('áčďéěíňóřšťúůýž', 'áčéěířšůýž', -0.03)],
  ],
  ['windows-874', [alphabet('กขคฆงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไๅๆ็่้๊๋์', 'านรกเงมยลวดทสตะปบคหแจพชขใไ')]],
  ['macintosh', [alphabet('éèêëàâçùûüîïôœæäößáíóúñå', 'éèàçüöäßáñ', -0.1)]],
];
