"""Short lists that help to read a name: first names, places, words that mark a person, a place or an organisation."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """Return what stands between white space."""
    return frozenset(text.split())


def _lines(text: str) -> frozenset[str]:
    """Return what stands between commas, white space made single."""
    return frozenset(" ".join(item.split()) for item in text.split(","))


FIRST_NAMES = words_of(
    """
    Aaron Abby Abdul Abigail Adam Adele Adrian Ahmed Aisha Alan Albert Alberto Alec Alejandro Alex Alexander
    Alexandra Alexei Alexis Alfred Ali Alice Alicia Alison Allen Allison Amanda Amber Amy Ana Andre Andrea
    Andrei Andres Andrew Andy Angela Angelina Anita Ann Anna Anne Annie Anthony Antonio Ariana Ariel Arnold
    Arthur Ashley Aubrey Austin Barack Barbara Barry Beatrice Becky Ben Benedict Benjamin Bernard Bernie Beth
    Betty Beverly Bill Billie Billy Blake Bob Bobby Boris Brad Bradley Brandon Brenda Brendan Brett Brian
    Bridget Brittany Brittney Brooke Bruce Bryan Caitlin Calvin Cameron Camilla Carl Carla Carlos Carmen Carol
    Caroline Carolyn Carrie Casey Catherine Cathy Cecilia Charles Charlie Charlotte Chelsea Cheryl Chloe Chris
    Christian Christina Christine Christopher Cindy Claire Clara Clarence Claudia Colin Colleen Connor Courtney
    Craig Crystal Curtis Cynthia Daisy Dale Damian Dan Dana Daniel Daniela Danielle Danny Darren Dave David Dawn
    Dean Deborah Debra Dennis Derek Diana Diane Diego Dmitry Dolly Dominic Don Donald Donna Doris Dorothy Doug
    Douglas Drew Dustin Dwayne Dwight Dylan Earl Ed Eddie Edgar Edith Edward Edwin Eileen Elaine Eleanor Elena
    Eli Elijah Elizabeth Ella Ellen Elon Emily Emma Emmanuel Eric Erica Erik Erin Ernest Ethan Eugene Eva Evan
    Evelyn Fatima Felix Fernando Fiona Florence Frances Francis Francisco Frank Franklin Fred Frederick Gabriel
    Gareth Garth Gary Gavin Gene Geoffrey George Georgia Gerald Gerard Gina Giorgia Glenn Gloria Gordon Grace
    Graham Grant Greg Gregory Greta Guy Hailey Hannah Hans Harold Harriet Harrison Harry Harvey Hassan Heather
    Hector Heidi Helen Henry Herbert Hillary Holly Howard Hugh Hunter Ian Ibrahim Ingrid Irene Isaac Isabel
    Isabella Ivan Ivanka Jack Jackie Jackson Jacob Jacqueline Jair Jake James Jamie Jan Jane Janet Janice Jared
    Jason Javier Jay Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerome Jerry Jesse Jessica Jessie Jill Jim Jimmy Jo
    Joan Joanna Joanne Joaquin Joe Joel Johan Johannes John Johnny Jon Jonathan Jordan Jorge Jose Joseph Josh
    Joshua Joy Joyce Juan Judith Judy Julia Julian Julie Julio Justin Kamala Karen Karim Karl Kate Katherine
    Kathleen Kathryn Kathy Katie Katy Kayla Keith Kelly Ken Kenneth Kevin Kim Kimberly Kirk Kristen Kristin Kurt
    Kyle Larry Laura Lauren Lawrence Leah Lee Lena Leo Leon Leonard Leonardo Leslie Lewis Liam Lily Linda
    Lindsay Lindsey Lionel Lisa Liz Lloyd Logan Lori Louis Louise Lucas Lucy Luis Luiz Luke Lynn Madeleine
    Madison Maggie Malcolm Manuel Marc Marco Marcus Margaret Maria Marie Marilyn Mario Marion Marjorie Mark
    Martha Martin Marvin Mary Mateo Matt Matthew Maureen Maurice Max Maya Megan Meghan Melania Melissa Meryl Mia
    Michael Michel Michele Michelle Miguel Mike Mikhail Mila Mitch Mitt Mohammad Mohammed Molly Monica Morgan
    Muhammad Nadia Nancy Naomi Narendra Natalie Natasha Nathan Neil Nelson Nicholas Nick Nicola Nicolas Nicole
    Nigel Nikki Nina Noah Noel Nora Norman Oleg Olga Oliver Olivia Omar Oprah Oscar Owen Pablo Pamela Patricia
    Patrick Paul Paula Pauline Pedro Peggy Penny Pete Peter Phil Philip Phillip Phoebe Pierre Rachel Rafael
    Ralph Ramon Randy Raphael Raul Ray Raymond Rebecca Reese Reginald Ricardo Richard Rick Ricky Rihanna Rishi
    Rita Rob Robert Roberto Robin Rodney Roger Roland Ron Ronald Ronnie Rosa Rose Ross Roy Rudy Rupert Russell
    Ruth Ryan Sally Salman Sam Samantha Samuel Sandra Sanna Sara Sarah Saul Scarlett Scott Sean Sebastian Serena
    Sergei Sergey Sergio Seth Shane Shannon Sharon Shaun Shawn Sheila Shelby Sheryl Shinzo Shirley Silvio Simon
    Simone Sofia Sonia Sophia Sophie Stacey Stacy Stanley Stefan Stella Stephanie Stephen Steve Steven Stuart
    Sue Susan Suzanne Sylvia Tamara Tanya Tara Taylor Ted Teresa Terry Theodore Theresa Thomas Tiffany Tim
    Timothy Tina Toby Todd Tom Tony Tracy Travis Trevor Tucker Tyler Ursula Valerie Vanessa Venus Vera Veronica
    Victor Victoria Vincent Virginia Vivian Vladimir Volodymyr Walter Warren Wayne Wendy Wesley Whitney Will
    William Willie Winston Xavier Yusuf Yvonne Zachary Zoe
    """
)
_OTHER_PLACES = _lines(
    """
    Abuja, Accra, Addis Ababa, Afghanistan, Africa, Alabama, Alaska, Albania, Alberta, Algeria, Algiers,
    America, Amman, Amsterdam, Anchorage, Andorra, Angola, Ankara, Antarctica, Antwerp, Arctic, Argentina,
    Arizona, Arkansas, Armenia, Asia, Athens, Atlanta, Atlantic, Auckland, Austin, Australia, Austria,
    Azerbaijan, Baghdad, Bahamas, Bahrain, Baku, Bali, Baltic, Baltimore, Bangkok, Bangladesh, Barbados,
    Barcelona, Bavaria, Beijing, Beirut, Belarus, Belfast, Belgium, Belgrade, Belize, Benin, Berlin, Bhutan,
    Birmingham, Bogota, Bogotá, Bolivia, Bosnia, Boston, Botswana, Brasilia, Bratislava, Brazil, Brisbane,
    Bristol, Britain, British Columbia, Brooklyn, Brunei, Brussels, Bucharest, Budapest, Buenos Aires, Buffalo,
    Bulgaria, Burkina Faso, Burundi, Cairo, Calgary, California, Cambodia, Cambridge, Cameroon, Canada,
    Canberra, Cannes, Cape Town, Caracas, Cardiff, Casablanca, Catalonia, Chad, Charlotte, Chicago, Chile,
    China, Cincinnati, Cleveland, Cologne, Colombia, Colombo, Colorado, Congo, Connecticut, Copenhagen, Costa
    Rica, Crimea, Croatia, Cuba, Cyprus, Czech Republic, Czechia, D.C., DC, Dallas, Damascus, Davos, Delaware, Delhi,
    Denmark, Denver, Detroit, Dhaka, Djibouti, Doha, Dominica, Dominican Republic, Donbas, Donetsk, Dubai,
    Dublin, Earth, Ecuador, Edinburgh, Edmonton, Egypt, El Salvador, England, Eritrea, Estonia, Ethiopia,
    Europe, Fiji, Finland, Florence, Florida, France, Frankfurt, Gabon, Gambia, Gaza, Geneva, Georgia, Germany,
    Ghana, Glasgow, Great Britain, Greece, Greenland, Grenada, Guadalajara, Guangzhou, Guatemala, Guinea,
    Guyana, Haiti, Hamburg, Hanoi, Havana, Hawaii, Helsinki, Hiroshima, Honduras, Hong Kong, Houston, Hungary,
    Iceland, Idaho, Illinois, India, Indiana, Indianapolis, Indonesia, Iowa, Iran, Iraq, Ireland, Islamabad,
    Israel, Istanbul, Italy, Ivory Coast, Jakarta, Jamaica, Japan, Jerusalem, Johannesburg, Jordan, Jupiter,
    Kabul, Kansas, Kansas City, Kashmir, Kathmandu, Kazakhstan, Kentucky, Kenya, Kharkiv, Khartoum, Kherson,
    Kiev, Kigali, Kinshasa, Kosovo, Kuala Lumpur, Kuwait, Kyiv, Kyoto, Kyrgyzstan, Lagos, Lahore, Laos, Las
    Vegas, Latin America, Latvia, Lebanon, Leeds, Lesotho, Liberia, Libya, Liechtenstein, Lima, Lisbon,
    Lithuania, Liverpool, Ljubljana, London, Los Angeles, Louisiana, Luxembourg, Luxor, Lviv, Lyon, Macau,
    Madagascar, Madrid, Maine, Malawi, Malaysia, Maldives, Mali, Malta, Manchester, Manhattan, Manila, Mariupol,
    Marrakesh, Mars, Marseille, Maryland, Massachusetts, Mauritania, Mauritius, Mecca, Medina, Mediterranean,
    Melbourne, Memphis, Mexico, Mexico City, Miami, Michigan, Middle East, Milan, Milwaukee, Minneapolis,
    Minnesota, Minsk, Mississippi, Missouri, Mogadishu, Moldova, Monaco, Mongolia, Montana, Montenegro,
    Monterrey, Montreal, Moon, Morocco, Moscow, Mozambique, Mumbai, Munich, Myanmar, Nagasaki, Nairobi, Namibia,
    Naples, Nashville, Nebraska, Nepal, Netherlands, Nevada, New Delhi, New Hampshire, New Jersey, New Mexico,
    New Orleans, New South Wales, New York, New York City, New Zealand, Nicaragua, Nice, Niger, Nigeria,
    Normandy, North America, North Carolina, North Dakota, North Korea, North Macedonia, Northern Ireland,
    Norway, Oakland, Odesa, Ohio, Oklahoma, Oklahoma City, Oman, Ontario, Oregon, Orlando, Osaka, Oslo, Ottawa,
    Oxford, Pacific, Pakistan, Palestine, Palm Beach, Panama, Panmunjom, Papua New Guinea, Paraguay, Paris,
    Pennsylvania, Peru, Philadelphia, Philippines, Phoenix, Pittsburgh, Poland, Port-au-Prince, Portland,
    Portugal, Prague, Pretoria, Puerto Rico, Punjab, Pyongyang, Qatar, Quebec, Queensland, Quito, Rafah,
    Reykjavik, Rhode Island, Riga, Rio de Janeiro, Riyadh, Romania, Rome, Rotterdam, Russia, Rwanda, Sacramento,
    Salt Lake City, Samoa, San Antonio, San Diego, San Francisco, San Jose, Santiago, Sao Paulo, Sarajevo,
    Saturn, Saudi Arabia, Scandinavia, Scotland, Seattle, Senegal, Seoul, Serbia, Seychelles, Shanghai,
    Sheffield, Siberia, Sierra Leone, Singapore, Slovakia, Slovenia, Sochi, Sofia, Somalia, South Africa, South
    America, South Carolina, South Dakota, South Korea, South Sudan, Soviet Union, Spain, Sri Lanka, St. Louis,
    St. Petersburg, Stockholm, Stuttgart, Sudan, Suriname, Sweden, Switzerland, Sydney, Syria, São Paulo,
    Taipei, Taiwan, Tajikistan, Tallinn, Tampa, Tanzania, Tasmania, Tbilisi, Tehran, Tel Aviv, Tennessee, Texas,
    Thailand, Tibet, Togo, Tokyo, Tonga, Toronto, Trinidad, Tripoli, Tunis, Tunisia, Turin, Turkey,
    Turkmenistan, Uganda, Ukraine, United Arab Emirates, United Kingdom, United States, Uruguay, Utah, Uvalde,
    Uzbekistan, Valencia, Vancouver, Vatican, Vatican City, Venezuela, Venice, Venus, Vermont, Versailles,
    Vienna, Vietnam, Vilnius, Virginia, Vladivostok, Wales, Warsaw, Washington, Washington D.C., Wellington,
    West Bank, West Virginia, Wisconsin, Wuhan, Wyoming, Yemen, Yokohama, Zagreb, Zambia, Zaporizhzhia,
    Zimbabwe, Zurich
    """
)
DEMONYMS = words_of(
    """
    Afghan African Albanian Algerian American Americans Arab Argentine Argentinian Asian Australian Austrian
    Belarusian Belgian Black Bolivian Brazilian British Britons Bulgarian Canadian Catholic Chilean Chinese
    Christian Colombian Croatian Cuban Czech Danish Democrat Democratic Democrats Dutch Egyptian English
    Ethiopian European Finnish French German Germans Greek Haitian Hispanic Hungarian Indian Indonesian Iranian
    Iraqi Irish Islamic Israeli Israelis Italian Jamaican Japanese Jewish Kenyan Korean Kurdish Latin Latino
    Lebanese Libyan Lithuanian Malaysian Mexican Moroccan Muslim Nigerian Norwegian Pakistani Palestinian
    Palestinians Persian Peruvian Philippine Polish Portuguese Republican Republicans Roman Romanian Russian
    Russians Saudi Scottish Serbian Somali Soviet Spanish Sudanese Swedish Swiss Syrian Taiwanese Thai Tunisian
    Turkish Ukrainian Ukrainians Venezuelan Vietnamese Welsh Western Yemeni
    """
)
KIN = (
    "wife|husband|spouse|partner|girlfriend|boyfriend|fianc[ée]e?|daughter|son|child|mother|father|parents|brother|sister|"
    "grandfather|grandmother|grandpa|grandma|mom|mum|dad|uncle|aunt|cousin|widow|widower"
)
"""Words for the kin of somebody, parts of a pattern."""
OFFICES = (
    r"President|Prime Minister|Premier|Chancellor|Minister|Secretary|Gov\.|Governor|Sen\.|Senator|Rep\.|Representative|"
    r"Congressman|Congresswoman|Mayor|King|Queen|Prince|Princess|Pope"
)
"""Offices that their holder has no other beside."""
TITLES = (
    rf"{OFFICES}|Vice President|First Lady|Foreign Minister|Mr\.?|Mrs\.?|"
    r"Ms\.?|Dr\.?|Sir|Lord|Lady|Dame|Professor|Prof\.|Judge|Justice|Chief Justice|General|Gen\.|Colonel|Col\.|"
    r"Captain|Capt\.|Lt\.|Sgt\.|Admiral|Speaker|Emperor|Duke|Duchess|Saint|"
    r"St\.|Bishop|Archbishop|Cardinal|Reverend|Rev\.|Coach|CEO|actor|actress|singer|author|director|writer|"
    r"rapper|comedian|quarterback|forward|goalkeeper|striker|guitarist|artist|billionaire|founder|co-founder|"
    r"chairman|spokesman|spokeswoman|spokesperson|leader|chief|coach|architect|engineer|physicist|scientist|"
    r"journalist|historian|painter|poet|composer|sculptor|philosopher|theologian|pastor|rabbi|imam|sultan|shah|inventor|"
    r"producer|presenter|broadcaster|host|anchor|reporter|correspondent|columnist|critic|editor|photographer|novelist|"
    r"playwright|screenwriter|designer|dancer|musician|pianist|violinist|drummer|bassist|astronaut|cosmonaut|pilot|driver|"
    r"economist|sociologist|biologist|chemist|mathematician|astronomer|surgeon|researcher|analyst|laureate|lawyer|attorney|"
    r"prosecutor|counsel|sheriff|commissioner|administrator|superintendent|inspector|detective|officer|ambassador|diplomat|"
    r"politician|lawmaker|activist|candidate|nominee|champion|golfer|boxer|wrestler|pitcher|catcher|midfielder|defender|"
    r"winger|linebacker|cornerback|manager|newcomer|veteran|star|rival"
)
ORGANISATION_WORDS = words_of(
    """
    Academy Act Administration Agency Agreement Airlines Airways Alliance Army Assembly Association Authority
    Award Awards Bank Board Bowl Broncos Brothers Bureau Cabinet Capitol Church Club College Commission
    Committee Company Conference Congress Cooperation Corp Corp. Corporation Council Court Cup Day Department
    Election Electric Federation Festival Foundation Fund Games Government Group Hospital House Inc Inc. Industries
    Institute International League Ltd Ltd. Magazine Media Ministry Motors Museum NATO Nations Network News Office
    Olympics Organisation Organization Parliament Party Police Post Press Prize Republic School Senate Service
    Services Society States Studios Systems Team Times Treaty Tribune Union University War Year
    """
)
PLACE_WORDS = words_of(
    """
    Abbey Airport Alley Alps Arena Avenue Base Bay Beach Boulevard Bridge Canal Canyon Castle Cathedral Cemetery
    Center Centre City Coast County Creek Desert District Forest Gulf Hall Harbor Harbour Heights Hill Hills
    Hotel Island Islands Lake Mall Mount Mountain Mountains Ocean Palace Park Peninsula Plaza Port Province
    Region River Road Sea Square Stadium Station Strait Street Theater Theatre Tower Town Valley Village
    """
)
NO_PERSON_WORDS = ORGANISATION_WORDS | PLACE_WORDS
"""What the name of nobody ends with."""
COUNTRIES = _lines(
    """
    Afghanistan, Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahamas,
    Bahrain, Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia, Botswana, Brazil, Britain,
    Brunei, Bulgaria, Burkina Faso, Burma, Burundi, Cambodia, Cameroon, Canada, Chad, Chile, China, Colombia, Congo,
    Costa Rica, Croatia, Cuba, Cyprus, Czech Republic, Czechia, Denmark, Djibouti, Dominican Republic, East Germany,
    Ecuador, Egypt, El Salvador, England, Eritrea, Estonia, Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia,
    Georgia, Germany, Ghana, Great Britain, Greece, Grenada, Guatemala, Guinea, Guyana, Haiti, Honduras, Hungary,
    Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan,
    Kenya, Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania,
    Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta, Mauritania, Mauritius, Mexico, Moldova, Monaco,
    Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nepal, Netherlands, New Zealand, Nicaragua, Niger,
    Nigeria, North Korea, North Macedonia, Northern Ireland, Norway, Oman, Pakistan, Palestine, Panama,
    Papua New Guinea, Paraguay, Persia, Peru, Philippines, Poland, Portugal, Prussia, Qatar, Romania, Russia, Rwanda,
    Saudi Arabia, Scotland, Senegal, Serbia, Sierra Leone, Singapore, Slovakia, Slovenia, Somalia, South Africa,
    South Korea, South Sudan, Soviet Union, Spain, Sri Lanka, Sudan, Suriname, Sweden, Switzerland, Syria, Taiwan,
    Tajikistan, Tanzania, Thailand, Timor-Leste, Togo, Tonga, Trinidad, Tunisia, Turkey, Turkmenistan, U.K., U.S., UAE,
    UK, US, USA, USSR, Uganda, Ukraine, United Arab Emirates, United Kingdom, United States, Uruguay, Uzbekistan,
    Vatican City, Venezuela, Vietnam, Wales, Yemen, Zambia, Zimbabwe
    """
)
REGIONS = _lines(
    """
    Africa, Alabama, Alaska, Antarctica, Arctic, Arizona, Arkansas, Asia, Balkans, California, Caribbean,
    Central America, Central Asia, Colorado, Connecticut, Crimea, Delaware, Eastern Europe, Europe, Florida, Gaza,
    Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Latin America, Louisiana, Maine, Maryland, Massachusetts,
    Michigan, Middle East, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New England, New Hampshire,
    New Jersey, New Mexico, North Africa, North America, North Carolina, North Dakota, Ohio, Oklahoma, Oregon,
    Pennsylvania, Rhode Island, Scandinavia, Siberia, South America, South Carolina, South Dakota, Southeast Asia,
    Tennessee, Texas, Utah, Vermont, Virginia, West Bank, West Virginia, Western Europe, Wisconsin, Wyoming
    """
)
PLACES = _OTHER_PLACES | COUNTRIES | REGIONS
