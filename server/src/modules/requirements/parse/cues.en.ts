import { pattern } from './pattern.ts';

export const talkEn = pattern`
  \b(?:let (?:me|us) know|find (?:[\w' ]{1,40} )?(?:attached|enclosed|below)|see (?:the )?(?:attached|below|above|attachment|enclosed)|
  feel free|don'?t hesitate|do not hesitate|please note|be advised|looking forward|look forward|hope (?:you|this|that you|
  all is|everything|your|it finds)|keep (?:me|us) (?:posted|informed|updated)|get back to (?:me|us)|keep up|
  out of (?:the )?office|on (?:annual |sick |parental )?leave|limited access|in urgent cases|please contact|give my|
  (?:call|ring|contact|reach) me|as discussed|for your information|fyi|thank(?:s| you)|no need|don'?t need|do not need|
  not necessary|if you (?:need|have any|require)|please (?:be (?:on time|there|advised|aware|patient)|attend|join (?:us|
  the (?:call|meeting))|remember|accept (?:my|our)|excuse|forgive|forward)|should (?:arrive|reach|hear|receive|be there)|
  ignore (?:my|the|our) (?:previous|last|earlier)? ?(?:mail|email|e-mail|message)|have a (?:nice|great|good|lovely)|
  happy to help|got it|sounds (?:good|great|fine)|what (?:is|would be) possible|what you (?:think|can do)|your (?:view|opinion|feedback|answer|thoughts)|let'?s (?:do|go|leave|keep|stick|talk|discuss|meet|see|say)|nothing (?:to change|else|more)|
  (?:fine|good|ok|okay) as it is|(?:we|i)(?:'ll| will) (?:check|look into|take a look|see|investigate|get back|find out|ask)|
  next (?:call|meeting|workshop|sync|session|appointment)\b(?!.{0,40}please)|you should have received|needless to say|nice to (?:meet|hear)|just (?:wanted|want) to (?:say|thank|
  check in)|disregard (?:my|the|our) (?:previous|last|earlier) (?:mail|email|e-mail|message))\b
`;

export const greetingEn = pattern`
  ^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|greetings)\b[^,.;!?]{0,40}$|^how (?:are|is) (?:you|things|
  it going|everything)\b|^(?:regards|cheers|ok|okay|yes|no|sure|great|perfect|fine)\W*$
`;

export const doneEn = pattern`
  \b(?:(?:meeting|call|workshop|kick-?off|session)\b.{0,30}\b(?:moves?|moved|is on|will be on|takes place|postponed|
  scheduled)|(?:has|have) (?:already )?been (?:fixed|done|finished|completed|resolved|deployed|delivered|tested|approved|
  received)|(?:was|were) (?:already )?(?:fixed|finished|completed|done|resolved|delivered|deployed|approved|discussed|
  presented|very happy|satisfied)|tests? (?:have )?passed|(?:is|are) (?:already )?(?:done|finished|fixed) now|
  (?:works?|prints?|loads?|looks?|runs?) (?:\w+ ){0,2}(?:fine|well|great|good|perfectly|normally|(?:much |far |a lot )?(?:better|nicer|cleaner|
  clearer|faster))|(?:everybody|everyone|we|users|people|colleagues|they)(?: all)?(?: really)? (?:likes?|loves?) (?:it|them|the)|(?:runs?|running) (?:normally|fine|smoothly)|went (?:live|well))\b
`;

export const requestEn = pattern`
  \b(?:please|pls|plz|kindly|could you|can you|could we|can we|would you|would it be possible|is it possible|
  is there a way|be nice|be great|be good|be helpful|be useful|be better|be possible|be able to|we(?:'d| would)? (?:also |
  really |still |urgently )?(?:need|want|(?<=(?:'d|would)(?: also| really| still)? )(?:like|love)|require|expect (?:to|
  the|that|you|it|delivery|a\b)|wish|prefer|must)|i(?:'d| would)? (?:also |really |still |urgently )?(?:need|want|
  (?<=(?:'d|would)(?: also| really| still)? )(?:like|love)|require|wish|prefer)|(?:client|customer|team|users?|they|he|
  she|boss|management|sales) (?:also )?(?:needs?|wants?|requires?|asks?|asked|requested|would like)(?! to (?:thank|know))|
  needs? to (?:be|have|support|show|allow|work|go)|has to|have to be|must|shall|should(?! have)|ought to|make sure|ensure|
  we are missing|is missing a|there should|there must|lacks?|let'?s|how about|why not|instead\b|no (?:longer|
  more) than \d|at least \d|wish list|^(?:the |all |our )?[a-z][\w,. -]{2,40}\bneeds? (?:an? |the |to )?\w+|
  [a-z]{3,}s (?:also |really |still )?(?:would (?:also )?(?:like|love)(?! to (?:know|thank))|(?:want|need) (?:to (?!know|thank)|an?|the|more|our))\b|
  could (?:also )?be (?:\w+ed|shown|made|sent|kept|put)|
  you(?:'ve| have)(?: got)? .{1,16} to |request(?:ing)? (?:a|an|the|that)|suggest|propose|recommend|looking for|
  is required|are required|required to|is needed|are needed|wishes? to|to be (?:changed|replaced|renamed|moved|postponed|
  added|removed)|change(?:d)? (?:.{1,40}) to|switch(?:ed)? (?:.{1,40}) to|postpone|rename)\b
`;

export const headEn = pattern`
  ^(?:(?:and|then|also|so|to|just|maybe|now|secondly|thirdly|finally|lastly|first|next),?\s+){0,2}(?:add|allow|attach|
  build|change|connect|convert|correct|create|deactivate|decrease|delete|deliver|deploy|design|develop|disable|display|
  enable|enlarge|export|extend|fix|hide|highlight|implement|import|improve|remind|search|sort|filter|drop|use|cancel|
  adjust|stop|give|adapt|configure|install|resize|refresh|store|track|review|upload|put|get|let|align|clean up|round|lock|
  mark|print|include|increase|integrate|introduce|launch|limit|make|merge|migrate|move|notify|optimi[sz]e|postpone|
  prepare|prevent|provide|publish|put|redesign|reduce|remove|rename|repair|replace|reset|restore|restrict|rewrite|send|
  separate|set(?: up)?|shorten|show|simplify|sort|speed up|split|support|swap|switch|translate|turn (?:off|on)|update|
  upgrade|use|validate|write|get rid of)\s+\S
`;

export const subjectEn = pattern`
  \b(?:system|product|application|app|software|website|site|page|portal|platform|interface|server|database|users?|
  customers?|clients?|admins?|administrators?|managers?|customer service representatives?)\s+(?:\w+\s+){0,3}(?:will|can|
  is able to|are able to|is expected to|is to|may only|have|has)\s+(?!been|never|already|complained)\w|^(?:the |all |
  registered |new )?[a-z]{3,20}s (?:can|may) (?!be reached|call|meet|join|come)\w
`;

export const defectEn = pattern`
  \b(?:(?:link|button|page|menu|image|icon)s? (?:\w+ )?(?:is|are) dead|incorrectly|wrongly|crash(?:es|ed|ing)?|
  (?:sometimes|occasionally|randomly|now and then|every now and then) \w+s (?!want|like|need|ask)|(?:by|on) (?:itself|its own)(?! and can)|has gaps|do(?:es)? nothing|twice(?! (?:an?|per|as|the|daily|weekly))|(?:nobody|no one|none of (?:us|them)) can\b|(?:is|are|gets?) (?:covered|blocked|cut off|cropped)|errors?(?! (?:message|handling|log|page))|bugs?|broken|breaks|fail(?:s|ing)|failed(?! (?:login |payment |
  log-?in )?(?:attempts?|logins?|payments?|tries))|does(?:n'?t| not) (?:get|receive|recogni[sz]e|react|register|sync|scan|connect|calculate|count|add up|reach|notify|close|stop|
  keep|remember|apply|scroll|download|upload|play|refresh|work|open|load|show|save|start|respond|appear|
  display|print|match|send|update|let|accept|export|sort|arrive|react)|do(?:n'?t| not) (?:work|open|load|show|save|appear|
  match|arrive|get|receive)|is(?:n'?t| not) (?:told|notified|informed|sent|working|showing|loading|displayed|saved|correct|sent|responding|refreshed|
  updated|visible|available|possible|there|clickable|translated|sorted|shown|stored|found|right|accurate|synced|enough)|
  are(?:n'?t| not) (?:working|showing|loading|displayed|saved|correct|sent|refreshed|updated|visible|available|translated|
  sorted|shown|stored|synced)|(?:one|two|an|several|\d) hours? (?:late|early|off|behind|ahead)|shows? .{1,40}\b(?:late|
  twice|incorrect|old|double)|worked before|not working|(?:you|we|i|one|users|they|customers) can(?:'?t|not)\b|can'?t be \w+ed|can(?:'?t|
  not| not) (?:be (?:opened|saved|sent|found|printed|read)|log|open|see|save|find|print|upload|download|access|submit|pay|
  export|click|reach|login|sign|load|delete|edit|use)|unable to|won'?t (?:open|load|start|save|work|print|let)|stuck|
  fr[eo]ezes?|frozen|hangs|blank|missing|wrong|loses?|incorrect|garbled|corrupted|disappear(?:s|ed|ing)?|vanish(?:es|ed)|
  keeps? (?!complaining|asking|saying|telling|using|waiting|growing)(?:\w+ing)|logs? (?:me|us) out|logged (?:me|us|out)|
  timed? out|times out|lost|twice instead|charged twice|duplicated?s?|overlaps?|cut off|no longer (?:works?|opens?|loads?|
  shows?)|stopped? working|nothing happens|goes down|is down|empty|malfunction|problem with|issue with|typos?|misspelled|
  shows? (?:the )?(?:old|wrong)|404|500 error|502|503)\b
`;

export const qualityEn = pattern`
  \b(?:tiny|unreadable|illegible|blurry|pixelated|(?:not|n'?t)(?: \w+){0,2} (?:user[- ]friendly|intuitive|clear|easy|fast|
  convenient|comfortable|stable|reliable)|(?:too|very|so|really|extremely|quite|painfully|awfully|a bit) (?:slow(?:ly)?|
  small|big|dark|bright|complicated|complex|confusing|hard|cluttered|ugly|difficult|long|light|faint|pale|narrow)|too \w+ (?:to|for)|slow(?:ly)?|sluggish|laggy|confusing|
  hard to (?:read|use|find|understand)|difficult to (?:read|use|find|understand)|ugly|outdated|clunky|takes? (?:forever|
  ages|too long|(?:about|around|over|up to|more than|nearly|almost|some)? ?\d+ (?:seconds|minutes)|\d+ (?:seconds|minutes)))\b
`;

export const questionEn = pattern`
  ^(?:(?:and|so|but|also|one question|question|quick question)[,:]?\s+)?(?:when|what|why|who|where|which|how(?! about)|is|
  are|does|do|did|will|has|have|was|were|should we|may we|may i|am i)\b|\b(?:wonder(?:ing)?|would like to know|
  want to know|like to ask|do you know|could you (?:tell|explain|clarify|confirm|advise|let)|can you (?:tell|explain|
  clarify|confirm|advise)|please (?:tell|explain|clarify|confirm|advise) (?:me |us )?(?:when|what|why|who|where|which|how|
  if|whether))\b
`;
