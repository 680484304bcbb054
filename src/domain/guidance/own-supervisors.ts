// Art. 91(2), 85(2) GDPR: who is not supervised by the state. Of each the page that names the office for one's own case;
// their addresses change with dioceses and broadcasters, so none is kept here.

export interface OwnSupervisor {
  readonly id: string;
  readonly of: 'church' | 'broadcaster' | 'press';
  readonly name: string;
  readonly nameEn: string;
  readonly website: string;
}

export const OWN_SUPERVISORS: readonly OwnSupervisor[] = [
  {
    id: 'de-ekd',
    of: 'church',
    name: 'Evangelische Kirche und Diakonie: Der Beauftragte für den Datenschutz der EKD',
    nameEn: 'Protestant Church and Diakonie: Data Protection Commissioner of the EKD',
    website: 'https://datenschutz.ekd.de/',
  },
  {
    id: 'de-catholic',
    of: 'church',
    name: 'Katholische Kirche und Caritas: die Datenschutzaufsicht der Bistümer',
    nameEn: 'Catholic Church and Caritas: the data protection authorities of the dioceses',
    website: 'https://www.datenschutz-kirche.de/',
  },
  {
    id: 'de-broadcasters',
    of: 'broadcaster',
    name: 'ARD, ZDF, Deutschlandradio: die Beauftragten für den Datenschutz der Sender',
    nameEn: 'ARD, ZDF, Deutschlandradio: the broadcasters’ data protection commissioners',
    website: 'https://rundfunkdatenschutzkonferenz.de/',
  },
  {
    id: 'de-press',
    of: 'press',
    name: 'Deutscher Presserat',
    nameEn: 'German Press Council',
    website: 'https://www.presserat.de/',
  },
];
