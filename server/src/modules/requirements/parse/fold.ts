/**
 * One character in, one character out: full width to ASCII, capitals to small, the traditional characters that the grammar knows to simplified ones.
 * The folded text has the length of the original, so every offset found in it holds for the words that the client wrote.
 */

const traditional = `
  個个週周號号後后內内禮礼這这節节國国慶庆點点鐘钟時时幾几兩两請请問问嗎吗應应該该須须務务開开關关單单訂订報报錶表錯错誤误無无沒没
  壞坏匯汇導导標标題题頁页刪删調调換换變变為为與与並并還还對对顯显載载輸输儲储聯联繫系統统線线網网連连檔档資资訊讯據据錄录誰谁當当
  過过處处電电話话腦脑優优級级緊紧趕赶儘尽盡尽麼么樣样們们於于從从來来進进運运備备試试驗验設设計计實实現现動动態态認认證证權权審审
  簽签約约發发補补測测復复複复雜杂簡简體体價价錢钱員员業业響响間间數数極极幫帮讓让給给專专項项區区圖图畫画戶户產产購购買买賣卖貨货
  費费帳账賬账擊击選选擇择條条類类別别輕轻鬆松舊旧顏颜稱称會会議议紀纪總总結结構构歷历曆历陰阴陽阳臘腊農农聖圣誕诞勞劳婦妇兒儿親亲
  師师範范圍围環环迴回覆复廠厂場场門门邊边達达遲迟遠远遞递適适遺遗鍵键鎖锁鏈链長长閃闪閉闭隊队階阶隨随險险雙双離离難难靈灵預预領领
  頭头顧顾願愿飛飞驅驱魚鱼齊齐龍龙啟启嚴严護护譯译讀读誌志語语說说課课談谈論论諮咨評评詞词詢询詳详誠诚誇夸謝谢謹谨識识轉转輯辑辦办
  邏逻釋释釐厘針针鈕钮銀银銷销鐵铁鑰钥斷断斂敛書书術术檢检樓楼機机橫横欄栏歡欢氣气決决況况準准減减滿满潛潜濾滤灣湾熱热燈灯爭争犧牺
  狀状獨独獲获亂乱碼码螢萤軟软絡络頻频縮缩壓压層层滾滚懸悬彈弹閱阅讚赞廣广種种籤签歸归屬属積积餘余額额稅税營营廳厅臺台裡里裏里溫温
  緩缓慮虑確确係系將将劃划尋寻異异幣币滯滞終终續续綁绑綠绿紅红藍蓝黃黄擴扩擔担擬拟搶抢攝摄掃扫揮挥損损擋挡撥拨學学寫写寬宽屆届嘗尝
  衝冲衛卫裝装規规視视覺觉觀观觸触許许訪访負负責责貼贴質质贈赠跡迹車车輛辆較较郵邮醫医鋪铺鏡镜陳陈際际陸陆靜静頓顿順顺養养騙骗麥麦
  彙汇參参見见紙纸細细純纯練练組组維维綜综緒绪協协僅仅傳传債债偵侦側侧儀仪億亿剛刚創创劇剧勝胜勢势卻却厲厉嚮向圓圆團团執执堅坚塊块
  墊垫墮堕壯壮夠够夾夹奪夺奮奋妝妆嬰婴孫孙宮宫寧宁寶宝島岛幹干廢废強强徑径徵征恆恒悅悦惡恶惱恼愛爱慘惨慣惯憂忧憑凭憶忆懇恳懷怀戰战
  戲戏擁拥攜携攤摊敵敌暫暂曉晓榮荣樂乐樹树橋桥歐欧殘残殼壳毀毁漢汉潤润濕湿瀏浏灑洒災灾煩烦燒烧爐炉牆墙獎奖瑣琐畢毕療疗癥症盜盗盤盘
  眾众礙碍禍祸穩稳窮穷競竞筆笔篩筛簾帘糧粮糾纠紹绍絕绝絲丝
`.replace(/\s/g, '');

const table = new Map<number, number>();
for (let i = 0; i + 1 < traditional.length; i += 2) table.set(traditional.charCodeAt(i), traditional.charCodeAt(i + 1));
for (let code = 0xff01; code <= 0xff5e; code++) table.set(code, code - 0xfee0);
for (let code = 65; code <= 90; code++) {
  table.set(code, code + 32);
  table.set(code + 0xfee0, code + 32);
}
for (const [from, to] of [
  ['\u3000', ' '],
  ['\u00a0', ' '],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['〜', '~'],
  ['﹣', '-'],
] as const)
  table.set(from.charCodeAt(0), to.charCodeAt(0));

/** The text in the alphabet of the grammar; same length as `text`. */
export function fold(text: string): string {
  const codes = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    codes[i] = table.get(code) ?? code;
  }
  const parts: string[] = [];
  for (let i = 0; i < codes.length; i += 4096) parts.push(String.fromCharCode(...codes.subarray(i, i + 4096)));
  return parts.join('');
}
