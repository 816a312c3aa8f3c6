/*
 * The language of filters. Keywords and names in any case; texts exactly as they stand.
 *
 * What Amazon Personalize does not have, and FilterRules refuses unless extensions are allowed: parentheses, NOT before a
 * condition, BETWEEN, TRUE and FALSE, NOW().
 */
grammar FilterLanguage;

options {
  caseInsensitive = true;
}

filter
  : clause ('|' clause)* EOF
  ;

// What batch segment jobs ask for.
attributes
  : all EOF
  ;

clause
  : kind = (INCLUDE | EXCLUDE) subject = NAME WHERE any (IF userCondition (AND userCondition)*)?
  ;

any
  : all (OR all)*
  ;

all
  : condition (AND condition)*
  ;

condition
  : NOT condition # negation
  | '(' any ')' # group
  | column operator operand # comparison
  | column BETWEEN operand AND operand # range
  | column NOT? IN choice # membership
  ;

userCondition
  : column operator operand # userComparison
  | column NOT? IN choice # userMembership
  ;

column
  : NAME '.' name
  ;

// A column may be called like a keyword.
name
  : NAME
  | INCLUDE
  | EXCLUDE
  | WHERE
  | IF
  | AND
  | OR
  | NOT
  | IN
  | BETWEEN
  | TRUE
  | FALSE
  | NOW
  ;

operator
  : '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  ;

operand
  : literal
  | PARAMETER
  | '(' PARAMETER ')'
  | column
  | now
  ;

now
  : NOW '(' ')' (('+' | '-') NUMBER NAME | NUMBER NAME)?
  ;

choice
  : '(' '*' ')' # anything
  | '(' element (',' element)* ')' # listed
  | column # listedByColumn
  ;

element
  : literal
  | PARAMETER
  ;

literal
  : STRING
  | NUMBER
  | TRUE
  | FALSE
  ;

INCLUDE : 'INCLUDE';
EXCLUDE : 'EXCLUDE';
WHERE : 'WHERE';
IF : 'IF';
AND : 'AND';
OR : 'OR';
NOT : 'NOT';
IN : 'IN';
BETWEEN : 'BETWEEN';
TRUE : 'TRUE';
FALSE : 'FALSE';
NOW : 'NOW';

PARAMETER : '$' [A-Z0-9_]+;
NAME : [A-Z_] [A-Z0-9_]*;
NUMBER : '-'? ([0-9]+ ('.' [0-9]*)? | '.' [0-9]+) ('E' [+-]? [0-9]+)?;
STRING : '"' (~["\\] | '\\' .)* '"' | '\'' (~['\\] | '\\' .)* '\'';
SPACE : [ \t\r\n]+ -> skip;
UNEXPECTED : .;
